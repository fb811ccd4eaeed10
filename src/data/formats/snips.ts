/**
 * SNIPS (Coucke et al., 2018): texts in pieces, of which some have an entity, under the names of their intents; and the
 * data sets of `snips-nlu`, where the intents stand beside a language and entities.
 */
import type { FileRecord, ReportProblem, SourceFile } from '../records';
import { someOf } from '../someOf';
import type { Format } from './format';
import { type Fields, isObject } from './json/fields';
import { linesUnder } from './json/json';
import { ownFiles } from './shared/ownFiles';

export const snips: Format = {
  name: 'snips',
  title: 'SNIPS JSON',
  recognises: (files) => files.some(isOwn),
  join: (files, report) =>
    withoutSmaller(ownFiles(files, isOwn, 'not in the form of SNIPS, with texts in pieces; left out', report), report),
  read(file, { report }) {
    const intents = intentsOf(file);
    if (!intents) report(undefined, 'there are no texts in pieces under names of intents; the file is left out');
    const records: FileRecord[] = [];
    for (const [intent, utterances] of intents ?? []) {
      const lines = linesUnder(file.text, intent, utterances.length);
      for (const [i, utterance] of utterances.entries()) {
        const pieces = piecesOf(utterance);
        if (pieces) records.push({ line: lines[i], values: [...joined(pieces), intent] });
        else report(lines[i], `this is not a text in pieces (of ${intent}); it is left out`);
      }
    }
    return { columns: ['text', 'slots', 'intent'], records, roles: { text: 'text', spans: 'slots', labels: ['intent'] }, offsets: 'utf16' };
  },
};

const isOwn = (file: SourceFile) => /"data"\s*:\s*\[/.test(file.text.slice(0, 20_000)) && intentsOf(file) !== undefined;

/** undefined for other JSON. */
function intentsOf({ json }: SourceFile): [string, unknown[]][] | undefined {
  const whole = json?.whole;
  if (!isObject(whole)) return undefined;
  const { intents } = whole;
  const entries = isObject(intents)
    ? Object.entries(intents).map(([name, intent]): [string, unknown] => [name, isObject(intent) ? intent.utterances : undefined])
    : Object.entries(whole);
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const alike = lists.length === entries.length && lists.some(([, list]) => list.length > 0);
  return alike && lists.every(([, list]) => list.slice(0, 20).every((item) => piecesOf(item) !== undefined)) ? lists : undefined;
}

function piecesOf(utterance: unknown): Fields[] | undefined {
  if (!isObject(utterance) || !Array.isArray(utterance.data)) return undefined;
  const pieces = utterance.data as unknown[];
  return pieces.every((piece): piece is Fields => isObject(piece) && typeof piece.text === 'string') ? pieces : undefined;
}

function joined(pieces: Fields[]): [string, { start: number; end: number; label: string; text: string }[]] {
  let text = '';
  const spans = pieces.flatMap((piece) => {
    const start = text.length;
    text += piece.text as string;
    // `snips-nlu` names what an entity is for (departure) apart from what it is (city).
    const label = piece.slot_name ?? piece.entity;
    return typeof label === 'string' ? [{ start, end: text.length, label, text: piece.text as string }] : [];
  });
  return [text, spans];
}

/** `train_X.json` is a part of `train_X_full.json`: read together, its rows would count twice. */
function withoutSmaller(files: SourceFile[], report: ReportProblem): SourceFile[] {
  const names = new Set(files.map(({ name }) => name));
  const smaller = files.filter(({ name }) => name.endsWith('.json') && names.has(name.replace(/\.json$/, '_full.json')));
  if (smaller.length === 0) return files;
  report(
    undefined,
    `${someOf(smaller.map(({ name }) => name))}: left out, because the files ending in _full have these rows too`,
    'warning',
  );
  return files.filter((file) => !smaller.includes(file));
}
