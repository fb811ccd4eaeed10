/** Files of data that are not what they were: they are read, or refused in words. */
import fc from 'fast-check';
import { decodeFiles } from '../../src/data/decodeFile';
import { readDataset } from '../../src/data/readDataset';
import { mutatedFile, mutation } from '../../src/testing/mutatedData';
import { checkWords } from '../script/words';
import { Finding, type Suite } from '../suite';

const CASES = 10_000;
const SECONDS = 5;

export const data: Suite = {
  name: 'data',
  title: 'Mutated files of data',
  what: 'One small file of each of 25 layouts, alone or in a zip, with parts that go, come twice or are hostile, and bits that flip.',
  sample: 200,
  async prepare(seed) {
    const mutations = fc.sample(mutation, { seed, numRuns: CASES });
    return {
      count: CASES,
      async attempt(number) {
        const file = mutatedFile(mutations[number]);
        const began = process.cpuUsage();
        const ended = await read(file);
        const { user, system } = process.cpuUsage(began);
        if (user + system > SECONDS * 1e6) throw new Finding(`${file.name} takes ${((user + system) / 1e6).toFixed(1)} s`);
        return ended;
      },
    };
  },
};

async function read(file: File): Promise<string> {
  try {
    const { train, validation, test } = readDataset(await decodeFiles([file]));
    const empty = [...train, ...validation, ...test].find(({ text }) => typeof text !== 'string' || text.trim() === '');
    if (empty) throw new Finding(`${file.name}: a row without a text`);
    return 'read';
  } catch (thrown) {
    if (thrown instanceof Finding) throw thrown;
    checkWords(file.name, thrown);
    return 'refused in words';
  }
}
