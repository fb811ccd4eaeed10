/** The special tokens around a text and around a pair, as a post-processor of tokenizer.json adds them. */
import * as v from 'valibot';
import { type PartReader, part, readPart } from './parts';
import { broken, unsupported } from './problems';
import { idSchema } from './vocabulary';

export interface SpecialToken {
  id: number;
  /** Its segment. */
  type: number;
}

/** What stands around one text, and the segment of its own tokens. */
export interface TextFrame {
  before: SpecialToken[];
  after: SpecialToken[];
  type: number;
}

/** What stands around and between two texts, and the segments of their own tokens. */
export interface PairFrame {
  before: SpecialToken[];
  between: SpecialToken[];
  after: SpecialToken[];
  types: [first: number, second: number];
}

export interface PostProcessing {
  single: TextFrame;
  pair: PairFrame;
  /** Whether positions leave out blanks that belong to a piece. */
  trim?: { addPrefixSpace: boolean };
}

const special = (id: number, type = 0): SpecialToken => ({ id, type });

/** Nothing is added, which is how a tokenizer without a post-processor works. */
const BARE: PostProcessing = {
  single: { before: [], after: [], type: 0 },
  pair: { before: [], between: [], after: [], types: [0, 1] },
};

/** [CLS] a [SEP] and [CLS] a [SEP] b [SEP], in two segments. */
export function bertFrame(cls: number, sep: number): PostProcessing {
  return {
    single: { before: [special(cls)], after: [special(sep)], type: 0 },
    pair: { before: [special(cls)], between: [special(sep)], after: [special(sep, 1)], types: [0, 1] },
  };
}

/** `<s> a </s>` and `<s> a </s></s> b </s>`, in one segment. */
export function robertaFrame(cls: number, sep: number): PostProcessing {
  const [before, after] = [[special(cls)], [special(sep)]];
  return { single: { before, after, type: 0 }, pair: { before, between: [special(sep), special(sep)], after, types: [0, 0] } };
}

/** Tokens that a template puts in one place. */
const MOST_SPECIAL = 64;

const segment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1));
const tokenAndId = v.tuple([v.string(), idSchema]);
const ends = { cls: tokenAndId, sep: tokenAndId };
const blanks = { trim_offsets: v.optional(v.boolean(), true), add_prefix_space: v.optional(v.boolean(), true) };

/** What a post-processor adds to what those before it have done. */
type Step = (before: PostProcessing) => PostProcessing;

const trimmed = (settings: { trim_offsets: boolean; add_prefix_space: boolean }) =>
  settings.trim_offsets ? { trim: { addPrefixSpace: settings.add_prefix_space } } : {};

const items = v.array(
  v.union([
    v.object({ SpecialToken: v.object({ id: v.string(), type_id: segment }) }),
    v.object({ Sequence: v.object({ id: v.picklist(['A', 'B']), type_id: segment }) }),
  ]),
);

const POST_PROCESSORS: Record<string, PartReader<Step>> = {
  BertProcessing: part(v.object(ends), ({ cls, sep }) => (done) => ({ ...done, ...bertFrame(cls[1], sep[1]) })),
  RobertaProcessing: part(v.object({ ...ends, ...blanks }), ({ cls, sep, ...settings }) => (done) => ({
    ...done,
    ...robertaFrame(cls[1], sep[1]),
    ...trimmed(settings),
  })),
  ByteLevel: part(v.object(blanks), (settings) => (done) => ({ ...done, ...trimmed(settings) })),
  TemplateProcessing: part(
    v.object({
      single: items,
      pair: items,
      special_tokens: v.record(v.string(), v.object({ ids: v.pipe(v.array(idSchema), v.maxLength(MOST_SPECIAL)) })),
    }),
    ({ single, pair, special_tokens: tokens }) => {
      const [before, after] = between(single, 'A', tokens);
      const [beforeA, middle, afterB] = between(pair, 'AB', tokens);
      const frame = {
        single: { before, after, type: typeOf(single, 'A') },
        pair: { before: beforeA, between: middle, after: afterB, types: [typeOf(pair, 'A'), typeOf(pair, 'B')] as [number, number] },
      };
      return (done) => ({ ...done, ...frame });
    },
  ),
  Sequence: part(v.object({ processors: v.array(v.unknown()) }), ({ processors }) => {
    const steps = processors.map((settings) => readPart(POST_PROCESSORS, 'post-processor', settings));
    return (done) => steps.reduce((result, step) => step(result), done);
  }),
};

type Template = v.InferOutput<typeof items>;

const typeOf = (template: Template, text: string): number =>
  template.flatMap((item) => ('Sequence' in item && item.Sequence.id === text ? [item.Sequence.type_id] : []))[0];

/** The special tokens of a template before, between and behind its texts, which have to be `texts` in this order. */
function between(template: Template, texts: string, tokens: Record<string, { ids: number[] }>): SpecialToken[][] {
  const found: SpecialToken[][] = [[]];
  let order = '';
  for (const item of template) {
    if ('Sequence' in item) {
      order += item.Sequence.id;
      found.push([]);
    } else {
      const { id, type_id: type } = item.SpecialToken;
      if (!Object.hasOwn(tokens, id)) throw broken('tokenizer.json', `its template names ${id}, which is not among its special_tokens`);
      found.at(-1)?.push(...tokens[id].ids.map((tokenId) => special(tokenId, type)));
    }
  }
  if (order !== texts) throw unsupported(`a template that puts its texts as ${order || 'none'}`, 'A alone, and A before B');
  return found;
}

/**
 * @param settings `post_processor` of tokenizer.json
 * @throws TandemError `bad-tokenizer`, `unsupported-model`
 */
export function readPostProcessor(settings: unknown): PostProcessing {
  return settings === undefined || settings === null ? BARE : readPart(POST_PROCESSORS, 'post-processor', settings)(BARE);
}
