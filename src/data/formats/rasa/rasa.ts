/** Training data of Rasa's NLU: examples by intent, with entities marked in them. */
import type { FileRecord, SourceFile } from '../../records';
import type { Format, Reading } from '../format';
import { ownFiles } from '../shared/ownFiles';
import { isRasaMarkdown, type RasaExample, type RasaFile, readJson, readMarkdown, readYaml } from './rasaSources';

export const rasa: Format = {
  name: 'rasa',
  title: 'Rasa NLU',
  recognises: (files) => files.some((file) => readerOf(file, files.length === 1) !== undefined),
  join: (files, report) =>
    ownFiles(
      files,
      (file) => readerOf(file, files.length === 1) !== undefined,
      "no examples of Rasa's NLU are in there; passed over",
      report,
    ),
  read(source, { report, ask }) {
    const file = (readerOf(source, true) ?? readYaml)(source);
    for (const { line, message } of file.strays) report(line, message);
    if (file.others.size > 0) {
      const each = [...file.others].map(([name, count]) => `${name} (${count})`).join(', ');
      report(undefined, `only examples of intents are read; left out: ${each}`, 'warning');
    }
    const labelOf = labeller(file.examples, ask);
    const intentOf = intents(file.examples, ask);
    // A file that marks entities marks all of them; one that marks none says nothing of them.
    const marks = file.examples.some(({ entities, faults }) => entities.length > 0 || faults.length > 0);
    const records = file.examples.map((example): FileRecord => {
      for (const fault of example.faults) report(example.line, `${fault}; the entities of this example are left out`);
      const spans = example.entities.map((entity) => ({ ...entity, label: labelOf(entity) }));
      return { line: example.line, values: [example.text, intentOf(example), marks && example.faults.length === 0 ? spans : undefined] };
    });
    return {
      columns: ['text', 'intent', 'entities'],
      records,
      roles: { text: 'text', spans: 'entities', labels: ['intent'] },
      offsets: file.offsets,
    };
  },
};

/** @param anyName whether the content alone may tell */
function readerOf({ name, text }: SourceFile, anyName = false): ((file: SourceFile) => RasaFile) | undefined {
  if (/\.ya?ml$/i.test(name))
    return /^nlu:/m.test(text) && /^\s*(-\s+)?["']?(intent|synonym|regex|lookup)["']?\s*:/m.test(text) ? readYaml : undefined;
  if (/\.md$/i.test(name)) return isRasaMarkdown(text) ? readMarkdown : undefined;
  if (/^\s*\{\s*"rasa_nlu_data"/.test(text.slice(0, 1000))) return readJson;
  if (/\.json$/i.test(name) || !anyName) return undefined;
  const head = text.slice(0, 5000);
  return /^nlu:\s*$/m.test(head) && /^\s*-\s+intent:/m.test(head) ? readYaml : isRasaMarkdown(head) ? readMarkdown : undefined;
}

type Entity = RasaExample['entities'][number];

/** Asks what a label is where some entities have a role beside their type. */
function labeller(examples: RasaExample[], ask: Reading['ask']): (entity: Entity) => string {
  const example = examples.flatMap(({ entities }) => entities).find(({ role }) => role !== undefined);
  if (!example) return ({ label }) => label;
  const both = ({ label, role }: Entity) => (role === undefined ? label : `${label}.${role}`);
  const answer = ask({
    id: 'roles of entities',
    text: `Some entities have a role or a group in addition to their type, like "${example.role}" of "${example.label}". Their labels are`,
    options: [
      { value: 'type', title: `only the types: ${example.label}` },
      { value: 'role', title: `types with roles: ${both(example)}` },
    ],
    open: true,
  });
  return answer === 'role' ? both : ({ label }) => label;
}

/** Asks what the class is where intents are of the form `faq/opening_hours`. */
function intents(examples: RasaExample[], ask: Reading['ask']): (example: RasaExample) => string | undefined {
  const example = examples.find(({ intent }) => intent?.includes('/'))?.intent;
  if (example === undefined) return ({ intent }) => intent;
  const first = (name: string | undefined) => name?.split('/')[0];
  const answer = ask({
    id: 'retrieval intents',
    text: `Some intents have two parts, like "${example}". Their classes are`,
    options: [
      { value: 'both', title: `both parts: ${example}` },
      { value: 'first', title: `the first part: ${first(example)}` },
    ],
    open: false,
  });
  return ({ intent }) => (answer === 'first' ? first(intent) : intent);
}
