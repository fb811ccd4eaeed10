/** The tokenizer of a model folder: `tokenizer.json`, or `vocab.txt` in older repositories. */
import { TandemError } from '../../errors';
import type { Model } from '../../model/model';
import { parseTokenizerJson, parseVocabTxt } from './settings';
import { Tokenizer } from './tokenizer';

/** @throws TandemError `missing-file`, `bad-tokenizer`, `unsupported-model` */
export async function loadTokenizer({ files, config, id }: Model): Promise<Tokenizer> {
  const text = async (path: string) => {
    const bytes = await files.read(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const json = await text('tokenizer.json');
  const vocab = json === undefined ? await text('vocab.txt') : undefined;
  if (json === undefined && vocab === undefined) {
    throw new TandemError(
      'missing-file',
      `${id} has neither tokenizer.json nor vocab.txt. Its folder is incomplete: download or export it again.`,
    );
  }
  const settings = json !== undefined ? parseTokenizerJson(json) : parseVocabTxt(vocab as string, await text('tokenizer_config.json'));
  let largest = 0;
  for (const tokenId of settings.vocab.values()) largest = Math.max(largest, tokenId);
  if (largest >= config.vocabSize) {
    throw new TandemError(
      'bad-tokenizer',
      `The tokenizer of ${id} gives ids up to ${largest}, but the model knows ${config.vocabSize} tokens. They do not belong together.`,
    );
  }
  return new Tokenizer(settings, config.maxPositionEmbeddings);
}
