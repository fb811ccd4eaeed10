/** The tokenizer of a model's folder: from `tokenizer.json`, or from the vocabularies of older repositories. */
import { TandemError } from '../errors';
import type { TokenizerParts } from './assemble';
import { folderTokenizer, type TokenizerFiles, WITH_JSON, WITHOUT_JSON } from './folderTokenizer';
import { Tokenizer } from './tokenizer';
import { contentOf } from './tokenizerConfig';
import { readTokenizerJson } from './tokenizerJson';

/** Reads a file of a model's folder, where it is there. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

/** What is needed of a model. */
interface TokenizedModel {
  id: string;
  files: { read: ReadFile };
  config: { vocabSize: number; maxLength: number };
  /** What sentence-transformers' files say of its texts. */
  sentence: { maxLength: number; lowerCase: boolean };
}

/** @throws TandemError `missing-file`, `bad-tokenizer`, `unsupported-model` */
export async function loadTokenizer({ files, config, sentence, id }: TokenizedModel): Promise<Tokenizer> {
  const parts = await readTokenizer(id, (path) => files.read(path), config.vocabSize);
  const { lowerCase, maxLength } = sentence;
  return new Tokenizer(
    lowerCase ? { ...parts, addedTokens: parts.addedTokens.lowerCased() } : parts,
    Math.min(config.maxLength, maxLength),
  );
}

/** Files of other programs that no tokenizer.json has been made of. */
const FOREIGN = ['tokenizer.model', 'bpe.codes'];

/**
 * Whether a model's tokenizer can be used is known from its small files, before any weights are downloaded.
 * @param id the model's name, for messages
 * @param vocabSize tokens that the model knows
 * @throws TandemError `missing-file`, `bad-tokenizer`, `unsupported-model`
 */
export async function readTokenizer(id: string, read: ReadFile, vocabSize: number): Promise<TokenizerParts> {
  const files: TokenizerFiles = {};
  const readEach = (paths: readonly (keyof TokenizerFiles)[]) => Promise.all(paths.map(async (path) => (files[path] = await read(path))));
  await readEach(WITH_JSON);
  if (!files['tokenizer.json']) await readEach(WITHOUT_JSON);
  const found = folderTokenizer(files);
  if (!found) throw await nothingUsable(id, read);
  const parts = readTokenizerJson(found.json, contentOf(found.config.pad_token));
  if (parts.largestId >= vocabSize) {
    throw new TandemError(
      'bad-tokenizer',
      `The tokenizer of ${id} gives ids up to ${parts.largestId}, but the model knows ${vocabSize} tokens. They do not belong together.`,
    );
  }
  return parts;
}

async function nothingUsable(id: string, read: ReadFile): Promise<TandemError> {
  for (const path of FOREIGN) {
    if ((await read(path)) === undefined) continue;
    return new TandemError(
      'unsupported-model',
      `${id} has its tokenizer only as ${path}, which is not supported. In Python, AutoTokenizer.from_pretrained(…).save_pretrained(…) writes a tokenizer.json, which is.`,
    );
  }
  return new TandemError(
    'missing-file',
    `${id} has neither tokenizer.json nor vocab.txt, vocab.json with merges.txt, or a SentencePiece model. Its folder is incomplete: download or export it again.`,
  );
}
