/**
 * GermEval 2014 (Benikova et al., 2014): a number, a word, its tag, and the tag of a name inside a name per line;
 * `#` and the source above each sentence. Both layers are columns of entities, the outer one first.
 */
import { plural } from '../../plural';
import type { Span } from '../dataset';
import type { FileRecord, ReportProblem } from '../records';
import { isUsualTag } from '../tagNotations';
import { spansOfTags, strayInsides } from '../tagSchemes';
import { isBlank, joinTokens } from '../words';
import { sampleOf, sentencesOf, type WordLine } from './conll/conllLines';
import type { Format } from './format';

const LAYERS = ['entities', 'inner entities'];
const TYPE = /^(O|[BI]-(PER|LOC|ORG|OTH)(deriv|part)?)$/;
const isSource = (raw: string) => /^#(\t|\s|$)/.test(raw);
const cellsOf = (raw: string) => raw.split('\t').map((cell) => cell.trim());
const isWord = (cells: string[]) => cells.length === 4 && /^\d+$/.test(cells[0]) && isUsualTag(cells[2]) && isUsualTag(cells[3]);

export const germEval: Format = {
  name: 'germeval',
  title: 'GermEval 2014',
  recognises: ([{ text }]) => {
    const words = sentencesOf(sampleOf(text)).map((lines) => lines.filter(({ raw }) => !isSource(raw)).map(({ raw }) => cellsOf(raw)));
    const all = words.flat();
    if (all.filter(isWord).length < Math.max(1, 0.8 * all.length) || !words.every((lines) => lines.length === 0 || lines[0][0] === '1'))
      return false;
    return /^#\t/m.test(text.slice(0, 1000)) || all.filter(isWord).every((cells) => TYPE.test(cells[2]) && TYPE.test(cells[3]));
  },
  read({ text }, { report }) {
    const odd = { lines: [] as number[], inner: 0, strays: 0 };
    const records = sentencesOf(text).flatMap((lines) => readSentence(lines, odd) ?? []);
    say(odd, report);
    const kinds = { [LAYERS[0]]: 'spans', [LAYERS[1]]: 'spans' } as const;
    return { columns: ['tokens', ...LAYERS], records, roles: { tokens: 'tokens', labels: LAYERS }, offsets: 'utf16', kinds };
  },
};

interface Odd {
  lines: number[];
  inner: number;
  strays: number;
}

function readSentence(lines: WordLine[], odd: Odd): FileRecord | undefined {
  const words = lines.filter(({ raw }) => !isSource(raw)).map(({ line, raw }) => ({ line, cells: cellsOf(raw) }));
  if (words.every(({ cells }) => isBlank(cells[1] ?? ''))) return undefined;
  const tokens = words.map(({ cells }) => cells[1] ?? '');
  const faults = words.filter(({ cells }) => !isWord(cells)).map(({ line }) => line);
  const { line } = lines[0];
  if (faults.length > 0) {
    odd.lines.push(...faults);
    return { line, values: [tokens] };
  }
  const places = joinTokens(tokens).words;
  const layers = [2, 3].map((column): Span[] => {
    const tags = words.map(({ cells }) => cells[column]);
    odd.strays += strayInsides(tags, 'IOB2');
    return spansOfTags(tags, places);
  });
  odd.inner += layers[1].length;
  return { line, values: [tokens, ...layers] };
}

function say({ lines, inner, strays }: Odd, report: ReportProblem): void {
  if (lines.length > 0) {
    report(
      lines[0],
      `${plural(lines.length, 'line is', 'lines are')} not a number, a word and two tags; the entities of ${lines.length === 1 ? 'its sentence' : 'their sentences'} are left out`,
    );
  }
  if (strays > 0)
    report(
      undefined,
      `${plural(strays, 'I- tag continues', 'I- tags continue')} no entity of the same type; each is read as the beginning of one`,
      'warning',
    );
  if (inner > 0) {
    report(
      undefined,
      `${plural(inner, 'name is inside another; it is', 'names are inside others; they are')} in a separate column, "${LAYERS[1]}"`,
      'warning',
    );
  }
}
