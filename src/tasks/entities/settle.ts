/** The largest units in which every entity of the training rows can be marked, as far as word pieces can mark it at all. */
import type { Span } from '../../data/dataset';
import type { TrainingRow } from '../kind';
import { type EntitiesConfig, unitKind } from './config';
import { inexpressible, UNIT_KINDS, type UnitKind } from './units';

export function settleUnits(config: EntitiesConfig, rows: Iterable<TrainingRow<Span[]>>): EntitiesConfig {
  if (config.units !== 'auto') return config;
  let level = 0;
  for (const row of rows) {
    // Between blanks, every kind of unit begins and ends: most rows need not be read.
    if (level === 0 && row.gold.every((span) => standsAlone(row, span))) continue;
    const text = row.read();
    const lost = (kind: (typeof UNIT_KINDS)[number]) => inexpressible(text, kind, row.gold).length;
    const least = lost('pieces');
    while (UNIT_KINDS[level] !== 'pieces' && lost(UNIT_KINDS[level]) > least) level++;
    if (UNIT_KINDS[level] === 'pieces') break;
  }
  return { ...config, units: UNIT_KINDS[level] };
}

const NAMES: Record<UnitKind, string> = { tokens: 'what stands between blanks', words: 'words', pieces: 'word pieces' };

/** Units too large for these rows: a head goes on labelling what it learned to label. */
export function keptUnits(config: EntitiesConfig, rows: Iterable<TrainingRow<Span[]>>): string | undefined {
  if (config.units === 'auto') return undefined;
  const kept = unitKind(config);
  const { units = kept } = settleUnits({ ...config, units: 'auto' }, rows);
  if (units === 'auto' || UNIT_KINDS.indexOf(units) <= UNIT_KINDS.indexOf(kept)) return undefined;
  return `labels ${NAMES[kept]}, and in these rows some entities can only be marked in ${NAMES[units]}. Choose automatic units for it to change.`;
}

function standsAlone({ source }: Pick<TrainingRow<Span[]>, 'source'>, { start, end }: Span): boolean {
  const isBlank = (at: number) => at < 0 || at >= source.length || /\s/.test(source[at]);
  return isBlank(start - 1) && isBlank(end);
}
