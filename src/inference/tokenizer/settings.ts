/**
 * Reads a model's tokenizer files: `tokenizer.json`, or the `vocab.txt` of older repositories with
 * whatever `tokenizer_config.json` adds. Padding and truncation found there are ignored: they are ours.
 */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import type { NormalizerOptions } from './normalize';

export interface TokenizerSettings {
  normalizer: NormalizerOptions;
  vocab: Map<string, number>;
  unkToken: string;
  continuingSubwordPrefix: string;
  maxInputCharsPerWord: number;
  /** Tokens recognised in the text as they stand, before normalisation. */
  specialTokens: Map<string, number>;
  clsId: number;
  sepId: number;
  padId: number;
}

const SUPPORTED = 'Supported are WordPiece tokenizers with BERT normalisation, as BERT models have';

const nullableBoolean = v.nullish(v.boolean());

const tokenizerJson = v.object({
  added_tokens: v.optional(v.array(v.object({ id: v.number(), content: v.string() })), []),
  normalizer: v.nullish(
    v.object({
      type: v.string(),
      clean_text: v.optional(v.boolean(), true),
      handle_chinese_chars: v.optional(v.boolean(), true),
      strip_accents: nullableBoolean,
      lowercase: v.optional(v.boolean(), true),
    }),
  ),
  pre_tokenizer: v.nullish(v.object({ type: v.string() })),
  model: v.object({
    type: v.optional(v.string(), 'WordPiece'),
    vocab: v.unknown(),
    unk_token: v.optional(v.string(), '[UNK]'),
    continuing_subword_prefix: v.optional(v.string(), '##'),
    max_input_chars_per_word: v.optional(v.number(), 100),
  }),
});

const tokenizerConfig = v.object({
  do_lower_case: v.optional(v.boolean(), true),
  strip_accents: nullableBoolean,
  tokenize_chinese_chars: v.optional(v.boolean(), true),
});

/**
 * @param text the content of tokenizer.json
 * @throws TandemError `bad-tokenizer` for a broken file, `unsupported-model` for another kind of tokenizer
 */
export function parseTokenizerJson(text: string): TokenizerSettings {
  const parsed = v.safeParse(tokenizerJson, parseJson(text, 'tokenizer.json'));
  if (!parsed.success) throw broken('tokenizer.json', `${v.getDotPath(parsed.issues[0]) ?? 'its root'} is not as expected`);
  const { model, normalizer, pre_tokenizer: preTokenizer, added_tokens: added } = parsed.output;
  const kinds = [model.type, normalizer?.type, preTokenizer?.type];
  if (kinds.join() !== 'WordPiece,BertNormalizer,BertPreTokenizer') {
    throw new TandemError(
      'unsupported-model',
      `This model's tokenizer is of the kind ${kinds.map((kind) => kind ?? 'none').join(' / ')}. ${SUPPORTED}.`,
    );
  }
  const vocab = parseVocab(model.vocab);
  const lowercase = normalizer?.lowercase ?? true;
  return finish(
    vocab,
    added.map(({ content }) => content),
    {
      normalizer: {
        cleanText: normalizer?.clean_text ?? true,
        handleChineseChars: normalizer?.handle_chinese_chars ?? true,
        stripAccents: normalizer?.strip_accents ?? lowercase,
        lowercase,
      },
      unkToken: model.unk_token,
      continuingSubwordPrefix: model.continuing_subword_prefix,
      maxInputCharsPerWord: model.max_input_chars_per_word,
    },
    added,
  );
}

/**
 * @param vocabText the content of vocab.txt, one token a line
 * @param configText the content of tokenizer_config.json, where there is one
 * @throws TandemError `bad-tokenizer`
 */
export function parseVocabTxt(vocabText: string, configText?: string): TokenizerSettings {
  const parsed = v.safeParse(tokenizerConfig, configText === undefined ? {} : parseJson(configText, 'tokenizer_config.json'));
  if (!parsed.success) throw broken('tokenizer_config.json', `${v.getDotPath(parsed.issues[0]) ?? 'its root'} is not as expected`);
  const lines = vocabText.replace(/\r?\n$/, '').split(/\r?\n/);
  const { do_lower_case: lowercase, strip_accents: stripAccents, tokenize_chinese_chars: handleChineseChars } = parsed.output;
  return finish(new Map(lines.map((token, id) => [token, id])), ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], {
    normalizer: { cleanText: true, handleChineseChars, stripAccents: stripAccents ?? lowercase, lowercase },
    unkToken: '[UNK]',
    continuingSubwordPrefix: '##',
    maxInputCharsPerWord: 100,
  });
}

function finish(
  vocab: Map<string, number>,
  special: string[],
  rest: Omit<TokenizerSettings, 'vocab' | 'specialTokens' | 'clsId' | 'sepId' | 'padId'>,
  added: { content: string; id: number }[] = [],
): TokenizerSettings {
  for (const { content, id } of added) vocab.set(content, id);
  const id = (token: string) => {
    const found = vocab.get(token);
    if (found === undefined) throw broken('The vocabulary', `it has no ${token} token`);
    return found;
  };
  id(rest.unkToken);
  const specialTokens = new Map(special.filter((token) => vocab.has(token)).map((token) => [token, id(token)]));
  return { ...rest, vocab, specialTokens, clsId: id('[CLS]'), sepId: id('[SEP]'), padId: id('[PAD]') };
}

function parseVocab(vocab: unknown): Map<string, number> {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab)) throw broken('tokenizer.json', 'model.vocab is not an object');
  const entries = Object.entries(vocab);
  if (!entries.every(([, id]) => Number.isInteger(id))) throw broken('tokenizer.json', 'model.vocab holds an id that is no integer');
  return new Map(entries);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(name, 'it is not valid JSON');
  }
}

function broken(name: string, why: string): TandemError {
  return new TandemError('bad-tokenizer', `${name} cannot be used: ${why}. Download the model again, or check the file.`);
}
