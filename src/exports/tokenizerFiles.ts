/**
 * Tokenizer files that other programs read as this one does. They are taken over; what is missing in them, and what others
 * would take for granted, is written from tokenizer.json or older files.
 */
import { parseJsonObject } from '../model/config';
import type { FolderFile } from '../model/modelFiles';
import { TOKENIZER_FILES } from '../model/smallFiles';
import { folderTokenizer, TOKENIZER_PATHS } from '../tokenizer/folderTokenizer';
import type { Json } from './encoderFiles';
import { jsonFile, textFile } from './textFile';

/** Names by which special tokens go, of BERT and of RoBERTa. transformers.js cannot batch without a pad token. */
const SPECIAL_TOKENS: Record<string, string[]> = {
  pad_token: ['[PAD]', '<pad>'],
  unk_token: ['[UNK]', '<unk>'],
  cls_token: ['[CLS]', '<s>'],
  sep_token: ['[SEP]', '</s>'],
  mask_token: ['[MASK]', '<mask>'],
};

/** What a tokenizer of the general class hands over where a second text is told from the first; it leaves segments out otherwise. */
const WITH_SEGMENTS = ['input_ids', 'token_type_ids', 'attention_mask'];

/**
 * @param found all small files of the model's folder
 * @param maxLength longest sequence in tokens
 * @param segments whether the model tells a second text from the first
 */
export function tokenizerFiles(found: FolderFile[], maxLength: number, segments: boolean): FolderFile[] {
  const file = (path: string) => found.find((one) => one.path === path);
  const given = parsed(file('tokenizer_config.json')) ?? {};
  const effective = folderTokenizer(
    Object.fromEntries(TOKENIZER_PATHS.flatMap((path) => present(file(path)).map(({ bytes }) => [path, bytes]))),
  );
  const tokenizer = effective?.json as Json | undefined;
  const settings = tokenizer ? { ...settingsOf(tokenizer, given), model_max_length: limit(given, maxLength) } : {};
  const config = { ...(segments ? { model_input_names: WITH_SEGMENTS } : {}), ...given, ...settings };
  const rewritten = tokenizer && (!effective?.asItStands || tokenizer.truncation || tokenizer.padding);
  return [
    ...(rewritten
      ? [textFile('tokenizer.json', JSON.stringify({ ...tokenizer, truncation: null, padding: null }))]
      : present(file('tokenizer.json'))),
    jsonFile('tokenizer_config.json', config),
    ...TOKENIZER_FILES.slice(2).flatMap((path) => present(file(path))),
  ];
}

const present = (file: FolderFile | undefined): FolderFile[] => (file ? [file] : []);

function parsed(file: FolderFile | undefined): Json | undefined {
  return file && parseJsonObject(new TextDecoder().decode(file.bytes), file.path);
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
