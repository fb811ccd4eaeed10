/**
 * MASSIVE (FitzGerald et al., 2022): a JSON object per line, whose `annot_utt` marks the slots of `utt`, as in
 * "wake me at [time : nine am]".
 */
import { plural } from '../../plural';
import type { FileRecord, ReportProblem, SourceFile } from '../records';
import { someOf } from '../someOf';
import type { Format } from './format';
import { isObject } from './json/fields';
import type { JsonItem } from './json/json';
import { extraFields } from './shared/extraFields';
import { ownFiles } from './shared/ownFiles';

/** Fields of the data set itself, and of its sheets of people's judgements. */
const OWN = ['id', 'locale', 'partition', 'scenario', 'intent', 'utt', 'annot_utt', 'worker_id', 'slot_method', 'judgments'];
const SLOT = /\[\s*([^[\]:]*?)\s*:\s*([^[\]]*?)\s*\]/g;

export const massive: Format = {
  name: 'massive',
  title: 'MASSIVE',
  recognises: (files) => files.some(isOwn),
  join(files, report) {
    const own = ownFiles(files, isOwn, 'not a MASSIVE file; left out', report);
    sayLocales(own, report);
    return own;
  },
  read(file, { report }) {
    const { items, faults } = file.json ?? { items: [], faults: [{ line: 1, message: 'the file is not JSON' }] };
    for (const { line, message } of faults) report(line, message);
    const extra = extraFields(items.map(({ value }) => value).filter(isObject), OWN);
    const records = items.flatMap(({ line, value }): FileRecord[] => {
      const fields = isObject(value) ? value : {};
      const { utt, annot_utt, intent, scenario, partition } = fields;
      if (typeof utt !== 'string') {
        report(line, 'there is no "utt"; the row is left out');
        return [];
      }
      const spans = typeof annot_utt === 'string' ? slotsOf(utt, annot_utt) : undefined;
      if (typeof annot_utt === 'string' && !spans) report(line, '"annot_utt" is not "utt" with slots marked; the slots are left out');
      return [{ line, values: [utt, intent, scenario, spans, partition, ...extra.names.map((name) => fields[name])] }];
    });
    return {
      columns: ['utt', 'intent', 'scenario', 'slots', 'partition', ...extra.names],
      records,
      roles: { text: 'utt', spans: 'slots', split: 'partition', labels: ['intent', 'scenario'] },
      offsets: 'utf16',
    };
  },
};

const isOwn = ({ text, json }: SourceFile) => /"annot_utt"/.test(text.slice(0, 20_000)) && json?.items.slice(0, 5).every(isRow) === true;
const isRow = ({ value }: JsonItem) => isObject(value) && typeof value.utt === 'string' && typeof value.annot_utt === 'string';

/** Found by characters other than blanks, as the two texts differ in blanks here and there; undefined where they differ otherwise. */
function slotsOf(text: string, marked: string): { start: number; end: number; label: string; text: string }[] | undefined {
  let plain = '';
  const marks: { from: number; to: number; label: string }[] = [];
  let at = 0;
  for (const slot of marked.matchAll(SLOT)) {
    plain += bare(marked.slice(at, slot.index));
    const covered = bare(slot[2]);
    marks.push({ from: plain.length, to: plain.length + covered.length, label: slot[1] });
    plain += covered;
    at = slot.index + slot[0].length;
  }
  plain += bare(marked.slice(at));
  const places: number[] = [];
  for (let i = 0; i < text.length; i++) if (!/\s/.test(text[i])) places.push(i);
  if (plain !== bare(text)) return undefined;
  return marks
    .filter(({ from, to }) => to > from)
    .map(({ from, to, label }) => {
      const [start, end] = [places[from], places[to - 1] + 1];
      return { start, end, label, text: text.slice(start, end) };
    });
}

const bare = (text: string) => text.replace(/\s+/g, '');

function sayLocales(files: SourceFile[], report: ReportProblem): void {
  const counts = new Map<string, number>();
  for (const { json } of files) {
    for (const { value } of json?.items ?? []) {
      const locale = isObject(value) && typeof value.locale === 'string' ? value.locale : undefined;
      if (locale !== undefined) counts.set(locale, (counts.get(locale) ?? 0) + 1);
    }
  }
  if (counts.size < 2) return;
  const locales = [...counts].map(([locale, count]) => `${locale} (${plural(count, 'row')})`);
  report(undefined, `the rows are in ${plural(counts.size, 'language')}, which are read together: ${someOf(locales, 5)}`, 'warning');
}
