/** Our forward of the bundled model against ONNX Runtime's, on the same weights. */
import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../architectures/parameters';
import { Encoder } from '../../inference/encoder';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { readTensors } from '../../model/tensorValues';
import type { CpuTensor } from '../../nn/ops';
import { stackAttention } from '../../nn/stackedAttention';
import { BACKENDS } from '../../testing/backends';
import { nodeHost } from '../../testing/nodeHost';
import { EncoderForward } from './encoderForward';

const host = nodeHost();
const open = () => openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
const encoder = await Encoder.open(await open(), host, { device: 'wasm' });
const SENTENCES = [
  'Berlin is the capital of Germany.',
  'Short.',
  'A longer sentence, with some words of which a few are cut into pieces: Voldemort, Kilimanjaro.',
];

describe('EncoderForward', () => {
  for (const { name, create, skipped } of BACKENDS) {
    it.skipIf(skipped)(`is ONNX Runtime's to 1e-4, packed where that pads, on ${name}`, async () => {
      const model = await open();
      const weights = stackAttention(parametersOf(model.config).stacks, await readTensors(model));
      const backend = create();
      const parameter = (path: string) => {
        const { shape, data } = weights.get(path) as CpuTensor;
        return { shape, store: backend.store(data) };
      };
      const forward = new EncoderForward(backend, { config: model.config, modes: ['mean'], parameter });
      const texts = SENTENCES.map((text) => encoder.read({ text }, 'text'));
      const rows = texts.flatMap(({ sequences }) => sequences.map(({ ids }) => ids));
      expect(rows).toEqual(SENTENCES.map((sentence) => encoder.tokenizer.encode(sentence).ids));
      const ours = await forward.run({ rows });
      const theirs = await encoder.features(texts, 'last');
      for (const [i, value] of theirs.pooled.entries()) expect(Math.abs(ours.pooled[i] - value)).toBeLessThan(1e-4);
      // ONNX Runtime's features leave the special tokens out.
      let [at, piece] = [0, 0];
      for (const row of rows) {
        for (let t = 1; t < row.length - 1; t++, piece++) {
          const state = ours.states.subarray((at + t) * 384, (at + t + 1) * 384);
          for (let h = 0; h < 384; h++) expect(Math.abs(state[h] - theirs.tokens[piece * 384 + h])).toBeLessThan(1e-4);
        }
        at += row.length;
      }
      forward.destroy();
    });
  }
});
