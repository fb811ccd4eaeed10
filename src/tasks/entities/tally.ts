/** What each sentence adds to the scores of entities. */
import type { Span } from '../../data/dataset';
import type { Scored } from '../kind';
import { EntityCounter } from '../metrics/entities';
import { SpanCounter, type SpanCounts } from '../metrics/spans';
import { type Addends, addF1, F1_WIDTH, f1At, type Tally } from '../metrics/tally';
import type { EntitiesAnswer } from './decode';
import { wordTags } from './score';

const SPANS = 0;
const LENIENT = F1_WIDTH;
const STRICT = 2 * F1_WIDTH;
const RIGHT_WORDS = 3 * F1_WIDTH;
const WORDS = RIGHT_WORDS + 1;

export function tallyEntities(rows: Scored<Span[], EntitiesAnswer>[]): Tally {
  return {
    width: WORDS + 1,
    rows: rows.map(addendsOf),
    metrics(sums) {
      const spans = f1At(sums, SPANS);
      if (sums[WORDS] === 0) return spans;
      return {
        ...spans,
        wordF1: f1At(sums, LENIENT).f1,
        wordStrictF1: f1At(sums, STRICT).f1,
        tokenAccuracy: { value: sums[RIGHT_WORDS] / sums[WORDS], of: sums[WORDS] },
      };
    },
  };
}

function addendsOf({ gold, answer, text }: Scored<Span[], EntitiesAnswer>): Addends {
  const spans = new SpanCounter();
  spans.add(gold, answer.entities);
  const own = added(SPANS, spans.totals());
  if (!text.words) return own;
  const { tags, predicted } = wordTags(gold, answer.tokens, text.words);
  const [lenient, strict] = (['default', 'strict'] as const).map((mode) => {
    const counter = new EntityCounter(mode);
    counter.add(tags, predicted);
    return counter.totals();
  });
  const right = tags.filter((tag, i) => tag === predicted[i]).length;
  return [...own, ...added(LENIENT, lenient), ...added(STRICT, strict), [RIGHT_WORDS, right], [WORDS, tags.length]];
}

const added = (place: number, { right, predicted, support }: SpanCounts): Addends => addF1(place, right, predicted, support);
