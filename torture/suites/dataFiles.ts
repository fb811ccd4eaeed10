/** Files of data that are not what they were: they are read, or refused in words. */
import fc from 'fast-check';
import { decodeFiles } from '../../src/data/decodeFile';
import { readDataset } from '../../src/data/readDataset';
import { MUTATED_FILES, mutatedFile, mutation } from '../../src/testing/mutatedData';
import { checkWords } from '../script/words';
import { Finding, type Suite, withinCpu } from '../suite';

const CASES = 10_000;
const SECONDS = 5;

export const data: Suite = {
  name: 'data',
  title: 'Mutated data files',
  what: `One small file of each of ${MUTATED_FILES.length} layouts, alone or in a zip, with parts removed or replaced by hostile text, and bits flipped.`,
  sample: 200,
  async prepare(seed) {
    const mutations = fc.sample(mutation, { seed, numRuns: CASES });
    return {
      count: CASES,
      async attempt(number) {
        const file = mutatedFile(mutations[number]);
        return withinCpu(SECONDS, file.name, () => read(file));
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
