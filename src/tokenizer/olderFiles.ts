/** Tokenizers of older repositories, which have the vocabulary alone; the rest is what transformers takes by default. */
import type { AddedToken } from './addedTokens';
import { assemble, type TokenizerParts } from './assemble';
import { bertFrame } from './frame';
import { makeWordPiece } from './models/wordPiece';
import { readNormalizer } from './normalizers/registry';
import { readPreTokenizer } from './preTokenizers/registry';
import { parseTokenizerConfig } from './tokenizerConfig';
import { tokenId } from './vocabulary';

/**
 * @param vocabText the content of vocab.txt, one token per line
 * @param configText the content of tokenizer_config.json, where there is one
 * @throws TandemError `bad-tokenizer`
 */
export function parseVocabTxt(vocabText: string, configText?: string): TokenizerParts {
  const config = parseTokenizerConfig(configText);
  const lines = vocabText.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = new Map(lines.map((token, id) => [token, id]));
  return assemble({
    added: specialTokens(vocab, ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']),
    normalize: readNormalizer({
      type: 'BertNormalizer',
      handle_chinese_chars: config.tokenize_chinese_chars,
      strip_accents: config.strip_accents,
      lowercase: config.do_lower_case,
    }),
    preTokenize: readPreTokenizer({ type: 'BertPreTokenizer' }),
    model: makeWordPiece({ vocab, unkToken: '[UNK]', continuingSubwordPrefix: '##', maxInputCharsPerWord: 100 }),
    post: bertFrame(tokenId(vocab, '[CLS]'), tokenId(vocab, '[SEP]')),
    padToken: config.padToken,
  });
}

function specialTokens(vocab: ReadonlyMap<string, number>, tokens: string[]): AddedToken[] {
  return tokens
    .filter((token) => vocab.has(token))
    .map((content) => ({ id: tokenId(vocab, content), content, single_word: false, lstrip: false, rstrip: false, normalized: false }));
}
