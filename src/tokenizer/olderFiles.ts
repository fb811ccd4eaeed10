/**
 * Tokenizers of older repositories, which have vocabularies alone: the tokenizer.json that transformers makes of them. It goes
 * by the class of tokenizer that the files name or show.
 */
import type { AddedToken } from './addedTokens';
import { type MoreTokens, specialTokens } from './olderTokens';
import { parseJson, unsupported } from './problems';
import { contentOf, type SpecialTokenName, type TokenizerConfig } from './tokenizerConfig';
import { tokenId, vocabOf } from './vocabulary';

type Json = Record<string, unknown>;

type Specials = Record<SpecialTokenName, string>;

const BERT: Specials = { unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', pad_token: '[PAD]', mask_token: '[MASK]' };
const ROBERTA: Specials = { unk_token: '<unk>', cls_token: '<s>', sep_token: '</s>', pad_token: '<pad>', mask_token: '<mask>' };
const MPNET: Specials = { ...ROBERTA, unk_token: '[UNK]' };

const LIKE_BERT = /^(Bert|DistilBert|Electra|MobileBert|ConvBert)Tokenizer(Fast)?$/;
const LIKE_MPNET = /^MPNetTokenizer(Fast)?$/;
const LIKE_ROBERTA = /^(Roberta|Longformer|Bart)Tokenizer(Fast)?$/;

/** Files that an older tokenizer is made of. */
export const OLDER_FILES = ['vocab.txt', 'vocab.json', 'merges.txt', 'added_tokens.json'] as const;

/**
 * @param texts what the files hold, those of them that are there
 * @returns a tokenizer.json, complete also for Rust; undefined where there is no vocabulary either
 * @throws TandemError `bad-tokenizer`, `unsupported-model`
 */
export function olderTokenizer(texts: Partial<Record<(typeof OLDER_FILES)[number], string>>, config: TokenizerConfig): Json | undefined {
  const { 'vocab.txt': words, 'vocab.json': vocab, 'merges.txt': merges, 'added_tokens.json': extra } = texts;
  const known = extra === undefined ? [] : [...vocabOf(parseJson(extra, 'added_tokens.json'), 'added_tokens.json')];
  const more = known.map(([content, id]) => ({ content, id, normalized: true }));
  const parts =
    words !== undefined
      ? wordPieceJson(words, config, more)
      : vocab !== undefined && merges !== undefined
        ? bytePairJson(vocab, merges, config, more)
        : undefined;
  return parts && { version: '1.0', truncation: null, padding: null, normalizer: null, ...parts };
}

/** @param words the content of vocab.txt, one token per line */
function wordPieceJson(words: string, config: TokenizerConfig, more: MoreTokens): Json {
  const lines = words.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = new Map(lines.map((token, id) => [token, id]));
  const name = config.tokenizer_class ?? (vocab.has('<s>') && !vocab.has('[CLS]') ? 'MPNetTokenizer' : 'BertTokenizer');
  const mpnet = LIKE_MPNET.test(name);
  if (!mpnet && !LIKE_BERT.test(name)) throw unknownClass(name, 'vocab.txt', 'BertTokenizer and MPNetTokenizer');
  const specials = mpnet ? MPNET : BERT;
  const added = specialTokens(vocab, config, specials, more, mpnet);
  const ends = endsOf(added, config, specials);
  return {
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents ?? null,
      lowercase: config.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: mpnet
      ? { type: 'RobertaProcessing', ...ends, trim_offsets: true, add_prefix_space: false }
      : { type: 'BertProcessing', ...ends },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: contentOf(config.unk_token) ?? specials.unk_token,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab),
    },
  };
}

/** @param words the content of vocab.json @param pairs that of merges.txt, two tokens per line */
function bytePairJson(words: string, pairs: string, config: TokenizerConfig, more: MoreTokens): Json {
  const name = config.tokenizer_class ?? 'RobertaTokenizer';
  if (!LIKE_ROBERTA.test(name)) throw unknownClass(name, 'vocab.json and merges.txt', 'RobertaTokenizer');
  const json = parseJson(words, 'vocab.json');
  const added = specialTokens(vocabOf(json, 'vocab.json'), config, ROBERTA, more, false);
  const byteLevel = { type: 'ByteLevel', add_prefix_space: config.add_prefix_space ?? false, trim_offsets: true, use_regex: true };
  return {
    added_tokens: added,
    pre_tokenizer: byteLevel,
    post_processor: {
      type: 'RobertaProcessing',
      ...endsOf(added, config, ROBERTA),
      trim_offsets: true,
      add_prefix_space: byteLevel.add_prefix_space,
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab: json,
      merges: pairs.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')),
    },
  };
}

function unknownClass(name: string, files: string, supported: string) {
  return unsupported(`the class ${name} and no tokenizer.json`, `${supported} from ${files}, and others with a tokenizer.json`);
}

function endsOf(added: AddedToken[], config: TokenizerConfig, specials: Specials) {
  const ids = new Map(added.map(({ content, id }) => [content, id]));
  const end = (name: 'cls_token' | 'sep_token') => {
    const content = contentOf(config[name]) ?? specials[name];
    return [content, tokenId(ids, content)];
  };
  return { cls: end('cls_token'), sep: end('sep_token') };
}
