/** Rows as tasks to import into Label Studio, and the labelling interface that fits them (`config.xml`). */
import { plural } from '../../../plural';
import type { Span } from '../../dataset';
import type { OutData, OutFile, OutRow } from '../output';
import { toCodePoints } from '../output';

type Column = OutData['columns'][number];
interface Result {
  id: string;
  from_name: string;
  to_name: 'text';
  type: string;
  value: object;
  score?: number;
}

const MODEL = 'Tandem';

export function writeLabelStudio(data: OutData, report: (message: string) => void): OutFile[] {
  const columns = data.columns.filter(({ name, values }) => {
    const count = values === 'answers' ? data.rows.filter(({ labels }) => labels[name] !== undefined).length : 0;
    if (count > 0) report(`${name}: ${plural(count, 'row has', 'rows have')} answers to questions, which are not written`);
    return values !== 'answers';
  });
  const pairs = data.rows.some(({ other }) => other !== undefined);
  const tasks = data.rows.map((row) => JSON.stringify(taskOf(row, columns, data.predicted)));
  const parts = ['[\n', ...tasks.map((task, i) => `${task}${i < tasks.length - 1 ? ',' : ''}\n`), ']\n'];
  return [
    { path: `${data.name}.json`, parts },
    { path: 'config.xml', parts: [interfaceOf(columns, data.rows, pairs)] },
  ];
}

function taskOf(row: OutRow, columns: Column[], predicted: boolean): object {
  const known = columns.filter(({ name }) => row.labels[name] !== undefined);
  const unknown = columns.filter(({ name }) => row.labels[name] === undefined).map(({ name }) => name);
  const result = known.flatMap((column) => resultsOf(row, column));
  const second = row.other === undefined ? {} : { text2: row.other };
  const data = {
    [row.other === undefined ? 'text' : 'text1']: row.text,
    ...second,
    ...(row.split === undefined ? {} : { split: row.split }),
    ...(known.length > 0 && unknown.length > 0 ? { unknown } : {}),
  };
  if (known.length === 0) return { data, annotations: [] };
  const scores = known.flatMap(({ name }) => row.scores?.[name] ?? []);
  const score = scores.length > 0 ? { score: Math.min(...scores) } : {};
  return predicted ? { data, predictions: [{ model_version: MODEL, ...score, result }] } : { data, annotations: [{ result }] };
}

function resultsOf(row: OutRow, { name, values }: Column): Result[] {
  const label = row.labels[name];
  const score = row.scores?.[name];
  const result = (i: number, type: string, value: object, own?: number): Result => ({
    id: `${name}-${i}`,
    from_name: name,
    to_name: 'text',
    type,
    value,
    ...(own === undefined ? {} : { score: own }),
  });
  if (values === 'spans') {
    const at = toCodePoints(row.text);
    return (label as Span[]).map(({ start, end, label: own }, i) =>
      result(
        i,
        'labels',
        { start: at(start), end: at(end), text: row.text.slice(start, end), labels: [own] },
        Array.isArray(score) ? score[i] : undefined,
      ),
    );
  }
  if (values === 'numbers') return [result(0, 'number', { number: label })];
  return [result(0, 'choices', { choices: [label].flat() }, typeof score === 'number' ? score : undefined)];
}

function interfaceOf(columns: Column[], rows: OutRow[], pairs: boolean): string {
  const controls = columns.map(({ name, values }) => {
    if (values === 'numbers') return `  <Number name="${escapeXml(name)}" toName="text"/>`;
    const [outer, inner] = values === 'spans' ? ['Labels', 'Label'] : ['Choices', 'Choice'];
    const choice = values === 'spans' ? '' : ` choice="${values === 'lists' ? 'multiple' : 'single'}"`;
    const names = new Set(rows.flatMap(({ labels }) => namesOf(labels[name])));
    const lines = [...names].sort().map((own) => `    <${inner} value="${escapeXml(own)}"/>`);
    return [`  <${outer} name="${escapeXml(name)}" toName="text"${choice}>`, ...lines, `  </${outer}>`].join('\n');
  });
  const texts = pairs
    ? ['  <Text name="text" value="$text1"/>', '  <Text name="text2" value="$text2"/>']
    : ['  <Text name="text" value="$text"/>'];
  return `${['<View>', ...texts, ...controls, '</View>'].join('\n')}\n`;
}

function namesOf(label: OutRow['labels'][string] | undefined): string[] {
  if (label === undefined || typeof label === 'number') return [];
  return [label].flat().map((item) => (typeof item === 'string' ? item : item.label));
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
