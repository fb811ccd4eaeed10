/** Files of models that are not what they were: a model is opened and answers, or is refused in words. */
import { Random } from '../../src/random';
import { connect, nodeHost } from '../../src/testing/nodeHost';
import { below, oneOf } from '../mutations/draw';
import { modelFolders } from '../mutations/modelFolders';
import { spoiled } from '../mutations/spoiled';
import { checkWords } from '../script/words';
import { Finding, type Suite, within, withinCpu } from '../suite';

const CASES = 10_000;
const SECONDS = 5;
const TEXTS = ['w1 w2 by the water', 'They won 3 to nothing. 🎉'];

export const models: Suite = {
  name: 'models',
  title: 'Mutated model files',
  what: 'Configuration, tokenizer, modules, headers and bytes of weights, ONNX graphs, zips: a value, a bit or a part is changed.',
  sample: 60,
  async prepare(seed) {
    const folders = [...(await modelFolders())];
    return {
      count: CASES,
      async attempt(number) {
        const random = new Random(seed * CASES + number);
        // Neighbouring seeds give neighbouring first numbers.
        for (let i = below(random, 8) + 8; i > 0; i--) random.next();
        const [name, folder] = oneOf(random, folders);
        const { what, picked } = spoiled(folder, random);
        const where = `${what} in ${name}`;
        return withinCpu(SECONDS, where, () => within(60, what, open(picked)).catch((thrown) => refusal(where, thrown)));
      },
    };
  },
};

async function open(model: { path: string; file: Blob }[]): Promise<string> {
  const { client, close } = connect(nodeHost());
  try {
    const { handle, ownTasks } = await client.call('load', { model, device: 'wasm' });
    const { data } = await client.call('encode', { handle, sentences: TEXTS });
    if (!data.every(Number.isFinite)) throw new Finding('the embeddings are not numbers');
    if (ownTasks) checkNumbers(await client.call('predict', { handle, texts: TEXTS.map((text) => ({ text, other: 'w3' })) }));
    await client.call('dispose', { handle });
    return 'opened';
  } finally {
    close();
  }
}

function refusal(what: string, thrown: unknown): string {
  if (thrown instanceof Finding) throw new Finding(`${what}: ${thrown.message}`);
  checkWords(what, thrown);
  return 'refused in words';
}

function checkNumbers(answer: unknown): void {
  if (typeof answer === 'number' && !Number.isFinite(answer)) throw new Finding('an answer is not a number');
  if (typeof answer === 'object' && answer !== null) for (const part of Object.values(answer)) checkNumbers(part);
}
