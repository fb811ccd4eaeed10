/**
 * The tokenizer.json that transformers makes of a SentencePiece model, by the class of tokenizer: which ids its pieces get, how
 * texts are normalised, and what stands around them.
 */
import { type MoreTokens, specialTokens } from './olderTokens';
import { unsupported } from './problems';
import { PIECE_TYPES, readSentencePiece, type SentencePieceModel } from './sentencePiece';
import { contentOf, type SpecialTokenName, type TokenizerConfig } from './tokenizerConfig';
import { tokenId } from './vocabulary';

type Json = Record<string, unknown>;
type Entry = [piece: string, score: number];
type Names = Record<SpecialTokenName, string>;

/** Files that such a model may be kept in. */
export const SENTENCE_PIECE_FILES = ['sentencepiece.bpe.model', 'spiece.model'] as const;

const ROBERTA: Names = { unk_token: '<unk>', cls_token: '<s>', sep_token: '</s>', pad_token: '<pad>', mask_token: '<mask>' };
const ALBERT: Names = { unk_token: '<unk>', cls_token: '[CLS]', sep_token: '[SEP]', pad_token: '<pad>', mask_token: '[MASK]' };

/** What differs from class to class. */
interface Kind {
  names: Names;
  /** Whether the mask's token takes the blanks before it, where the files do not say. */
  maskTakesBlanks: boolean;
  vocab(pieces: Entry[], names: Names): Entry[];
  normalizers(charsmap: Json[], config: TokenizerConfig): Json[];
  /** Whether a second text is a segment of its own. */
  segments: boolean;
}

const KINDS: Record<string, Kind> = {
  XLMRobertaTokenizer: {
    names: ROBERTA,
    maskTakesBlanks: false,
    // Its first three pieces are <unk>, <s> and </s>, which fairseq has elsewhere.
    vocab: (pieces, { cls_token, pad_token, sep_token, unk_token, mask_token }) => [
      ...[cls_token, pad_token, sep_token, unk_token].map((token): Entry => [token, 0]),
      ...pieces.slice(3),
      [mask_token, 0],
    ],
    normalizers: (charsmap) => charsmap,
    segments: false,
  },
  CamembertTokenizer: {
    names: ROBERTA,
    maskTakesBlanks: true,
    vocab: (pieces, { pad_token, unk_token, mask_token }) => [
      ['<s>NOTUSED', 0],
      [pad_token, 0],
      ['</s>NOTUSED', 0],
      [unk_token, 0],
      ['<unk>NOTUSED', -100],
      ...pieces.slice(1),
      [mask_token, 0],
    ],
    normalizers: (charsmap) => charsmap,
    segments: false,
  },
  AlbertTokenizer: {
    names: ALBERT,
    maskTakesBlanks: false,
    vocab: (pieces) => pieces,
    normalizers: (charsmap, { keep_accents, do_lower_case }) => [
      ...['``', "''"].map((quotes) => ({ type: 'Replace', pattern: { String: quotes }, content: '"' })),
      ...(keep_accents ? [] : [{ type: 'NFKD' }, { type: 'StripAccents' }]),
      ...((do_lower_case ?? true) ? [{ type: 'Lowercase' }] : []),
      ...charsmap,
    ],
    segments: true,
  },
};

/** Classes by what config.json calls the model, where no file names them. */
const BY_MODEL_TYPE: Record<string, string> = {
  'xlm-roberta': 'XLMRobertaTokenizer',
  camembert: 'CamembertTokenizer',
  albert: 'AlbertTokenizer',
};

/**
 * @param path of the file
 * @param modelType as config.json has it
 * @throws TandemError `bad-tokenizer`, `unsupported-model`
 */
export function sentencePieceJson(bytes: Uint8Array, path: string, config: TokenizerConfig, modelType: string): Json {
  const className = config.tokenizer_class?.replace(/Fast$/, '') ?? BY_MODEL_TYPE[modelType] ?? `of a model of the type ${modelType}`;
  if (!Object.hasOwn(KINDS, className)) {
    const supported = `${Object.keys(KINDS).join(', ')} from such a file, and others with a tokenizer.json`;
    throw unsupported(`the class ${className}, and ${path} alone`, supported);
  }
  return tokenizerJson(KINDS[className], readSentencePiece(bytes, path), config);
}

function tokenizerJson(kind: Kind, { pieces, charsmap }: SentencePieceModel, config: TokenizerConfig): Json {
  const names = { ...kind.names };
  for (const name of Object.keys(names) as SpecialTokenName[]) names[name] = contentOf(config[name]) ?? names[name];
  const entries = kind.vocab(
    pieces.map(({ piece, score }): Entry => [piece, score]),
    names,
  );
  const vocab = new Map(entries.map(([piece], id) => [piece, id]));
  const more: MoreTokens = pieces.flatMap(({ piece, type }) => {
    const id = type === PIECE_TYPES.control || type === PIECE_TYPES.userDefined ? vocab.get(piece) : undefined;
    return id === undefined ? [] : [{ content: piece, id, normalized: false, special: type === PIECE_TYPES.control }];
  });
  const added = specialTokens(vocab, config, kind.names, more, kind.maskTakesBlanks);
  const normalizers = kind.normalizers(
    charsmap.length > 0 ? [{ type: 'Precompiled', precompiled_charsmap: base64(charsmap) }] : [],
    config,
  );
  const metaspace = {
    type: 'Metaspace',
    replacement: '▁',
    prepend_scheme: (config.add_prefix_space ?? true) ? 'always' : 'never',
    split: true,
  };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: normalizers.length > 0 ? { type: 'Sequence', normalizers } : null,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
    post_processor: frame(names, vocab, kind.segments),
    decoder: metaspace,
    model: { type: 'Unigram', unk_id: vocab.get(names.unk_token) ?? 0, vocab: entries, byte_fallback: false },
  };
}

function frame({ cls_token: cls, sep_token: sep }: Names, vocab: ReadonlyMap<string, number>, segments: boolean): Json {
  const token = (id: string, type_id = 0) => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id = 0) => ({ Sequence: { id, type_id } });
  const second = segments ? 1 : 0;
  const between = segments ? [token(sep)] : [token(sep), token(sep)];
  return {
    type: 'TemplateProcessing',
    single: [token(cls), text('A'), token(sep)],
    pair: [token(cls), text('A'), ...between, text('B', second), token(sep, second)],
    special_tokens: Object.fromEntries([cls, sep].map((id) => [id, { id, ids: [tokenId(vocab, id)], tokens: [id] }])),
  };
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
