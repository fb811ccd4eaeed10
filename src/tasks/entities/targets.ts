/** Gold spans as labels of word pieces. */
import type { Span } from '../../data/dataset';
import { IGNORE_INDEX } from '../../kernels/crossEntropy/crossEntropy';
import type { ReadText } from '../text';
import { type EntitiesConfig, unitKind } from './config';
import { inexpressible, labelUnits, unitsOf } from './units';

/**
 * A label per piece. Of a word, the first piece carries the label and the others −100, or all carry it, the later ones as
 * `I-X`. Where the labels lack `I-X`, `B-X` stands for it. A type that is not among them is −100.
 *
 * @returns `lost`: the spans that these labels cannot say exactly
 */
export function entityTargets(gold: Span[], text: ReadText, config: EntitiesConfig): { values: number[]; lost?: Span[] } {
  const kind = unitKind(config);
  const ids = new Map(config.labels.map((label, id) => [label, id]));
  const idOf = (tag: string) => ids.get(tag) ?? ids.get(tag.replace(/^I-/, 'B-')) ?? IGNORE_INDEX;
  const values = new Array<number>(text.pieces.length).fill(IGNORE_INDEX);
  const units = unitsOf(text, kind);
  for (const [u, tag] of labelUnits(units, gold).entries()) {
    const { first, end } = units[u];
    values[first] = idOf(tag);
    if (config.labelAllPieces) values.fill(idOf(tag.replace(/^B-/, 'I-')), first + 1, end);
  }
  const lost = gold.length === 0 ? [] : inexpressible(text, kind, gold);
  return { values, ...(lost.length > 0 ? { lost } : {}) };
}
