/**
 * Tokenizers of older repositories, which have vocabularies alone: the tokenizer.json that transformers makes of them. It goes
 * by the class of tokenizer that the files name or show.
 */
import * as v from 'valibot';
import { type AddedToken, addedToken } from './addedTokens';
import { checked, parseJson, unsupported } from './problems';
import { contentOf, type SpecialTokenName, type TokenizerConfig } from './tokenizerConfig';
import { tokenId, vocabOf } from './vocabulary';

/** Reads a file of a model's folder, where it is there. */
export type ReadText = (path: string) => Promise<string | undefined>;

type Specials = Record<SpecialTokenName, string>;

const BERT: Specials = { unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', pad_token: '[PAD]', mask_token: '[MASK]' };
const ROBERTA: Specials = { unk_token: '<unk>', cls_token: '<s>', sep_token: '</s>', pad_token: '<pad>', mask_token: '<mask>' };
const MPNET: Specials = { ...ROBERTA, unk_token: '[UNK]' };

const LIKE_BERT = /^(Bert|DistilBert|Electra|MobileBert|ConvBert)Tokenizer(Fast)?$/;
const LIKE_MPNET = /^MPNetTokenizer(Fast)?$/;
const LIKE_ROBERTA = /^(Roberta|Longformer|Bart)Tokenizer(Fast)?$/;

/**
 * @returns what its tokenizer.json would hold; undefined where there is no vocabulary either
 * @throws TandemError `bad-tokenizer`, `unsupported-model`
 */
export async function olderTokenizer(read: ReadText, config: TokenizerConfig): Promise<object | undefined> {
  const extra = await read('added_tokens.json');
  const more = new Map(extra === undefined ? [] : vocabOf(parseJson(extra, 'added_tokens.json'), 'added_tokens.json'));
  const words = await read('vocab.txt');
  if (words !== undefined) return wordPieceJson(words, config, more);
  const [vocab, merges] = [await read('vocab.json'), await read('merges.txt')];
  return vocab === undefined || merges === undefined ? undefined : bytePairJson(vocab, merges, config, more);
}

/** @param words the content of vocab.txt, one token per line */
function wordPieceJson(words: string, config: TokenizerConfig, more: Map<string, number>): object {
  const lines = words.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = new Map(lines.map((token, id) => [token, id]));
  const name = config.tokenizer_class ?? (vocab.has('<s>') && !vocab.has('[CLS]') ? 'MPNetTokenizer' : 'BertTokenizer');
  const mpnet = LIKE_MPNET.test(name);
  if (!mpnet && !LIKE_BERT.test(name)) throw unknownClass(name, 'vocab.txt', 'BertTokenizer and MPNetTokenizer');
  const specials = mpnet ? MPNET : BERT;
  const added = addedTokens(vocab, config, specials, more, mpnet);
  const ends = endsOf(added, config, specials);
  return {
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents,
      lowercase: config.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: mpnet ? { type: 'RobertaProcessing', ...ends, add_prefix_space: false } : { type: 'BertProcessing', ...ends },
    model: { type: 'WordPiece', vocab: Object.fromEntries(vocab), unk_token: contentOf(config.unk_token) ?? specials.unk_token },
  };
}

/** @param words the content of vocab.json @param pairs that of merges.txt, two tokens per line */
function bytePairJson(words: string, pairs: string, config: TokenizerConfig, more: Map<string, number>): object {
  const name = config.tokenizer_class ?? 'RobertaTokenizer';
  if (!LIKE_ROBERTA.test(name)) throw unknownClass(name, 'vocab.json and merges.txt', 'RobertaTokenizer');
  const json = parseJson(words, 'vocab.json');
  const added = addedTokens(vocabOf(json, 'vocab.json'), config, ROBERTA, more, false);
  const addPrefixSpace = config.add_prefix_space ?? false;
  return {
    added_tokens: added,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: addPrefixSpace },
    post_processor: { type: 'RobertaProcessing', ...endsOf(added, config, ROBERTA), add_prefix_space: addPrefixSpace },
    model: { type: 'BPE', vocab: json, merges: pairs.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')) },
  };
}

function unknownClass(name: string, files: string, supported: string) {
  return unsupported(`the class ${name} and no tokenizer.json`, `${supported} from ${files}, and others with a tokenizer.json`);
}

/** Special tokens, then those of added_tokens.json; what tokenizer_config.json says of one of them is taken whole. */
function addedTokens(
  vocab: ReadonlyMap<string, number>,
  config: TokenizerConfig,
  specials: Specials,
  more: ReadonlyMap<string, number>,
  maskTakesBlanks: boolean,
): AddedToken[] {
  const added = new Map<string, unknown>();
  for (const name of Object.keys(specials) as SpecialTokenName[]) {
    const given = config[name] ?? specials[name];
    const content = contentOf(given) as string;
    const id = vocab.get(content) ?? more.get(content);
    const flags = typeof given === 'string' ? { lstrip: name === 'mask_token' && maskTakesBlanks } : given;
    if (id !== undefined) added.set(content, { ...flags, content, id });
  }
  for (const [content, id] of more) if (!added.has(content)) added.set(content, { content, id, normalized: true });
  for (const [id, token] of Object.entries(config.added_tokens_decoder)) added.set(token.content, { ...token, id: Number(id) });
  return checked(v.array(addedToken), [...added.values()], 'tokenizer_config.json');
}

function endsOf(added: AddedToken[], config: TokenizerConfig, specials: Specials) {
  const ids = new Map(added.map(({ content, id }) => [content, id]));
  const end = (name: 'cls_token' | 'sep_token') => {
    const content = contentOf(config[name]) ?? specials[name];
    return [content, tokenId(ids, content)];
  };
  return { cls: end('cls_token'), sep: end('sep_token') };
}
