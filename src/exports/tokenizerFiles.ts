/**
 * Tokenizer files that other programs read as this one does. They are taken over; what is missing in them, and what others
 * would take for granted, is written from tokenizer.json or vocab.txt.
 */
import { TandemError } from '../errors';
import type { FolderFile } from '../model/modelFiles';
import { parseTokenizerConfig } from '../tokenizer/tokenizerConfig';
import type { Json } from './encoderFiles';
import { jsonFile } from './textFile';

export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'sentencepiece.bpe.model',
  'spiece.model',
  'tokenizer.model',
];

/** Names by which special tokens go, of BERT and of RoBERTa. transformers.js cannot batch without a pad token. */
const SPECIAL_TOKENS: Record<string, string[]> = {
  pad_token: ['[PAD]', '<pad>'],
  unk_token: ['[UNK]', '<unk>'],
  cls_token: ['[CLS]', '<s>'],
  sep_token: ['[SEP]', '</s>'],
  mask_token: ['[MASK]', '<mask>'],
};

/**
 * @param found all small files of the model's folder
 * @param maxLength longest sequence in tokens
 */
export function tokenizerFiles(found: FolderFile[], maxLength: number): FolderFile[] {
  const file = (path: string) => found.find((one) => one.path === path);
  const json = (path: string) => parsed(file(path));
  const given = json('tokenizer_config.json') ?? {};
  const vocab = file('vocab.txt');
  const tokenizer = json('tokenizer.json') ?? (vocab && wordPiece(new TextDecoder().decode(vocab.bytes), JSON.stringify(given)));
  const config = tokenizer ? { ...given, ...settingsOf(tokenizer, given), model_max_length: limit(given, maxLength) } : given;
  const rewritten = tokenizer && (!file('tokenizer.json') || tokenizer.truncation || tokenizer.padding);
  return [
    ...(rewritten ? [jsonFile('tokenizer.json', { ...tokenizer, truncation: null, padding: null })] : present(file('tokenizer.json'))),
    jsonFile('tokenizer_config.json', config),
    ...TOKENIZER_FILES.slice(2).flatMap((path) => present(file(path))),
  ];
}

const present = (file: FolderFile | undefined): FolderFile[] => (file ? [file] : []);

function parsed(file: FolderFile | undefined): Json | undefined {
  return file && (JSON.parse(new TextDecoder().decode(file.bytes)) as Json);
}

/** Some files say 10³⁰ for "no limit", with which nothing is ever cut. */
function limit({ model_max_length: given }: Json, maxLength: number): number {
  return typeof given === 'number' ? Math.min(given, maxLength) : maxLength;
}

/** What tokenizer.json says and readers look up in tokenizer_config.json instead. */
function settingsOf(tokenizer: Json, given: Json): Json {
  const {
    normalizer,
    model,
    added_tokens: added,
  } = tokenizer as {
    normalizer?: { type?: string; lowercase?: boolean; strip_accents?: boolean | null; handle_chinese_chars?: boolean } | null;
    model: { type?: string; vocab?: unknown };
    added_tokens?: { content: string }[];
  };
  const words = new Set((added ?? []).map(({ content }) => content));
  if (model.vocab && !Array.isArray(model.vocab)) for (const word of Object.keys(model.vocab)) words.add(word);
  const tokens = Object.entries(SPECIAL_TOKENS).flatMap(([key, names]) => {
    const name = names.find((one) => words.has(one));
    return name === undefined || given[key] !== undefined ? [] : [[key, name] as const];
  });
  const isBert = normalizer?.type === 'BertNormalizer';
  // Readers of the slow kind make a tokenizer of their own from these, and do not look at the normaliser.
  const flags = isBert
    ? {
        do_lower_case: normalizer.lowercase ?? true,
        strip_accents: normalizer.strip_accents ?? null,
        tokenize_chinese_chars: normalizer.handle_chinese_chars ?? true,
      }
    : {};
  const tokenizerClass = given.tokenizer_class ?? (isBert ? 'BertTokenizer' : 'PreTrainedTokenizerFast');
  return { ...Object.fromEntries(tokens), ...flags, tokenizer_class: tokenizerClass };
}

/** The tokenizer.json of a BERT that came with vocab.txt alone. */
function wordPiece(vocabTxt: string, config: string): Json {
  const { do_lower_case, strip_accents, tokenize_chinese_chars } = parseTokenizerConfig(config);
  const vocab = new Map(
    vocabTxt
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((token, id) => [token, id]),
  );
  const idOf = (token: string) => {
    const id = vocab.get(token);
    if (id === undefined) throw new TandemError('bad-tokenizer', `vocab.txt has no ${token}, so that no tokenizer.json can be made of it.`);
    return id;
  };
  const special = (token: string, type_id: number) => ({ SpecialToken: { id: token, type_id } });
  const sequence = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
      .filter((token) => vocab.has(token))
      .map((content) => ({
        id: vocab.get(content),
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: tokenize_chinese_chars,
      strip_accents: strip_accents ?? null,
      lowercase: do_lower_case,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)],
      pair: [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0), sequence('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab),
    },
  };
}
