/** Folders that have a SentencePiece model alone, as transformers reads them (reference/sentencepiece_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../inference/reading';
import { fromBase64 } from '../model/base64';
import { compactEncoding } from '../testing/compactEncoding';
import { readTokenizer } from './load';
import { Tokenizer } from './tokenizer';

interface Folder {
  modelType: string;
  path: string;
  /** Place in the list of models. */
  model: number;
  others: Record<string, unknown>;
  encodings: string[];
  single: number[];
  padId: number;
  pairs: { ids: number[]; typeIds: number[] }[];
}

const { texts, pairs, models, folders } = JSON.parse(
  readFileSync(new URL('../../reference/fixtures/sentencePiece.json', import.meta.url), 'utf8'),
) as { texts: string[]; pairs: [number, number][]; models: string[]; folders: Record<string, Folder> };

const bytesOf = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

async function open({ modelType, path, model, others }: Folder, changed: Record<string, Uint8Array | undefined> = {}): Promise<Tokenizer> {
  const files = new Map<string, Uint8Array | undefined>([
    ['config.json', bytesOf({ model_type: modelType })],
    [path, fromBase64(models[model])],
    ...Object.entries(others).map(([name, json]) => [name, bytesOf(json)] as const),
    ...Object.entries(changed),
  ]);
  return new Tokenizer(await readTokenizer('a/model', async (name) => files.get(name), 1000), 100_000);
}

describe.each(Object.entries(folders))('%s', (_, folder) => {
  it('ids and positions in every text', async () => {
    const tokenizer = await open(folder);
    expect(tokenizer.padId).toBe(folder.padId);
    for (const [i, text] of texts.entries()) expect(compactEncoding(tokenizer, text), text).toBe(folder.encodings[i]);
  });

  it('special tokens around a text and a pair', async () => {
    const tokenizer = await open(folder);
    expect(tokenizer.encode(texts[0]).ids).toEqual(folder.single);
    for (const [i, [a, b]] of pairs.entries()) {
      const input = { text: texts[b], other: texts[a] };
      const [{ ids, typeIds = ids.map(() => 0) }] = encodeText(tokenizer, input, 'joint', { longTexts: 'cut', stride: 64 }).sequences;
      expect({ ids, typeIds }).toEqual(folder.pairs[i]);
    }
  });
});

describe('what cannot be used is said', () => {
  const { xlmRoberta } = folders;
  const model = fromBase64(models[xlmRoberta.model]);

  it.each<[string, Record<string, Uint8Array>, string, RegExp]>([
    [
      'a class that is made otherwise',
      { 'tokenizer_config.json': bytesOf({ tokenizer_class: 'T5Tokenizer' }) },
      'unsupported-model',
      /class T5Tokenizer, and sentencepiece\.bpe\.model alone/,
    ],
    ['a model of another type', { 'config.json': bytesOf({ model_type: 'bert' }) }, 'unsupported-model', /of a model of the type bert/],
    ['a damaged file', { [xlmRoberta.path]: model.slice(0, 777) }, 'bad-tokenizer', /damaged/],
    ['something else', { [xlmRoberta.path]: bytesOf('<html>') }, 'bad-tokenizer', /not a model of SentencePiece/],
    // trainer_spec { model_type: BPE }
    ['a model of byte pairs', { [xlmRoberta.path]: Uint8Array.of(...model, 0x12, 2, 0x18, 2) }, 'unsupported-model', /of the kind BPE/],
  ])('%s', async (_, changed, code, words) => {
    await expect(open(xlmRoberta, changed)).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  it('bytes that are changed are read or refused, and never hang', async () => {
    for (let i = 0; i < model.length; i += 211) {
      const changed = model.slice();
      changed[i] ^= 0x81;
      await open(xlmRoberta, { [xlmRoberta.path]: changed }).catch((error: unknown) =>
        expect(error).toMatchObject({ code: expect.stringMatching(/^(bad-tokenizer|unsupported-model)$/) }),
      );
    }
  });
});
