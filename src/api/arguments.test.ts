/** Arguments that are not what methods take are refused in words, before anything is computed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { SentenceTransformer } from './SentenceTransformer';

const { client, close } = connect(nodeHost());
let encoder: SentenceTransformer;
let model: MultiTaskSentenceTransformer;
beforeAll(async () => {
  encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device: 'wasm', client });
  const tasks = { topic: { kind: 'classification' as const, labels: ['a', 'b'] } };
  model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
});
afterAll(close);

it.each([
  ['a text', 'Berlin', 'Sentences must be an array of strings, and this is of type string.'],
  ['nothing', undefined, 'and this is of type undefined.'],
  ['a number among them', ['Berlin', 7], 'and item 1 is of type number.'],
  ['null among them', [null], 'and item 0 is of type object.'],
])('encode refuses %s', async (_, sentences, message) => {
  await expect(encoder.encode(sentences as string[])).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(message),
  });
});

it.each([0, -1, 1.5, Number.NaN, '8'])('encode and predict refuse a batch size of %s', async (batchSize) => {
  const refusal = { code: 'bad-input', message: `batchSize is a whole number from 1 upward, not ${batchSize}.` };
  await expect(encoder.encode(['Berlin'], { batchSize: batchSize as number })).rejects.toMatchObject(refusal);
  await expect(model.predict(['Berlin'], { batchSize: batchSize as number })).rejects.toMatchObject(refusal);
});

const IDS = [[101, 2003, 102]];
it.each([
  ['no rows', { inputIds: [], attentionMask: [] }, 'must both be [B, L]'],
  ['ids that are not rows', { inputIds: [101, 102], attentionMask: [1, 1] }, 'must both be [B, L]'],
  ['no mask', { inputIds: IDS }, 'must both be [B, L]'],
  ['a shorter mask', { inputIds: IDS, attentionMask: [[1, 1]] }, 'must both be [B, L]'],
  ['weights in the mask', { inputIds: IDS, attentionMask: [[1, 0.5, 1]] }, '1 for tokens and 0 for padding, not 0.5'],
  ['a row without tokens', { inputIds: IDS, attentionMask: [[0, 0, 0]] }, 'Row 0 of attentionMask has no token'],
  ['a negative id', { inputIds: [[101, -2, 102]], attentionMask: [[1, 1, 1]] }, '-2 is not a token id'],
  ['a fractional id', { inputIds: [[101, 2.5, 102]], attentionMask: [[1, 1, 1]] }, '2.5 is not a token id'],
  ['an id beyond the vocabulary', { inputIds: [[101, 30522, 102]], attentionMask: [[1, 1, 1]] }, '30522 is not a token id'],
  ['a third segment', { inputIds: IDS, attentionMask: [[1, 1, 1]], tokenTypeIds: [[0, 2, 0]] }, '2 is not a segment: this model has 2'],
])('forward refuses %s', async (_, inputs, message) => {
  const refused = model.forward(inputs as unknown as Parameters<typeof model.forward>[0]);
  await expect(refused).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(message) });
});

it.each(['Berlin', undefined, [7], [['a', 'b', 'c']]])('predict refuses %j', async (texts) => {
  await expect(model.predict(texts as unknown as string[])).rejects.toMatchObject({ code: 'bad-input' });
});
