/** The tokenizer of a model's folder: `tokenizer.json`, or `vocab.txt` in older repositories. */
import { TandemError } from '../errors';
import { parseVocabTxt } from './olderFiles';
import { Tokenizer } from './tokenizer';
import { parseTokenizerConfig } from './tokenizerConfig';
import { parseTokenizerJson } from './tokenizerJson';

/** What is needed of a model. */
interface TokenizedModel {
  id: string;
  files: { read(path: string): Promise<Uint8Array | undefined> };
  config: { vocabSize: number; maxLength: number };
  /** What sentence-transformers' files say of its texts. */
  sentence: { maxLength: number; lowerCase: boolean };
}

/** @throws TandemError `missing-file`, `bad-tokenizer`, `unsupported-model` */
export async function loadTokenizer({ files, config, sentence, id }: TokenizedModel): Promise<Tokenizer> {
  const text = async (path: string) => {
    const bytes = await files.read(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const json = await text('tokenizer.json');
  const vocab = json === undefined ? await text('vocab.txt') : undefined;
  const tokenizerConfig = await text('tokenizer_config.json');
  if (json === undefined && vocab === undefined) {
    throw new TandemError(
      'missing-file',
      `${id} has neither tokenizer.json nor vocab.txt. Its folder is incomplete: download or export it again.`,
    );
  }
  const parts =
    json !== undefined
      ? parseTokenizerJson(json, parseTokenizerConfig(tokenizerConfig).padToken)
      : parseVocabTxt(vocab as string, tokenizerConfig);
  if (parts.largestId >= config.vocabSize) {
    throw new TandemError(
      'bad-tokenizer',
      `The tokenizer of ${id} gives ids up to ${parts.largestId}, but the model knows ${config.vocabSize} tokens. They do not belong together.`,
    );
  }
  const { lowerCase, maxLength } = sentence;
  return new Tokenizer(
    lowerCase ? { ...parts, addedTokens: parts.addedTokens.lowerCased() } : parts,
    Math.min(config.maxLength, maxLength),
  );
}
