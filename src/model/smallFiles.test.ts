import { describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { writeFile } from './fileCache';
import { moduleFiles, readSmallFiles } from './smallFiles';

const bytes = (text: string) => new TextEncoder().encode(text);

const MODULES = JSON.stringify([
  { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
  { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
  { idx: 2, name: '2', path: '2_Dense', type: 'sentence_transformers.models.Dense' },
  { idx: 3, name: '3', path: '3_Normalize', type: 'sentence_transformers.models.Normalize' },
]);

describe('readSmallFiles', () => {
  it('gives what is there, module folders included, and no weights of the encoder', async () => {
    const folder = memoryCache().folder('model');
    const there = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', '1_Pooling/config.json'];
    for (const path of [...there, '2_Dense/config.json', '2_Dense/model.safetensors', 'model.safetensors'])
      await writeFile(folder, path, bytes(path));
    await writeFile(folder, 'modules.json', bytes(MODULES));
    const found = await readSmallFiles(folder);
    expect(found.map(({ path }) => path).sort()).toEqual(
      [...there, 'modules.json', '2_Dense/config.json', '2_Dense/model.safetensors'].sort(),
    );
    expect(new TextDecoder().decode(found.find(({ path }) => path === '1_Pooling/config.json')?.bytes)).toBe('1_Pooling/config.json');
  });
});

describe('moduleFiles', () => {
  it.each(['not JSON', '{}', '[null, null]', '[{}, {"path": "../up"}, {"path": ".."}, {"path": 3}]'])('%s: none', (text) => {
    expect(moduleFiles(text)).toEqual([]);
  });
});
