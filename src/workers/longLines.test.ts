/** Texts of megabytes, and very many of them: answered, or refused in a sentence, and a cancel is heard meanwhile. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import { tinyBert } from '../testing/tinyBert';

const MODEL = [...tinyBert()].map(([path, content]) => ({ path: `tiny/${path}`, file: new File([content as BlobPart], path) }));
const LONG = 'They won 3 to nothing by the water. '.repeat(150_000);
const BLANKS = `a${' '.repeat(10_000_000)}b`;

const { client, close } = connect(nodeHost());
let handle: number;
beforeAll(async () => {
  handle = (await client.call('load', { model: MODEL, device: 'wasm' })).handle;
});
afterAll(() => close());

const embed = (lines: string[]) => client.call('embed', { handle, source: { kind: 'lines', lines } });
async function datasetOf(text: string): Promise<number> {
  const rows = [text, 'one text', 'two texts', 'three texts'].map((text, i) => JSON.stringify({ text, label: 'ab'[i % 2] }));
  return (await client.call('loadDataset', { source: { kind: 'text', name: 'a.jsonl', text: rows.join('\n') } })).dataset;
}
const train = async (text: string, longTexts: 'cut' | 'windows') =>
  client.call('train', { handle, dataset: await datasetOf(text), freshHeads: true, options: { epochs: 1, validation: 'none', longTexts } });

describe('a text of 5 MB', () => {
  it('is embedded and learned from by its beginning', async () => {
    expect(LONG.length).toBeGreaterThan(5_000_000);
    expect(await embed([LONG])).toMatchObject({ count: 1, stopped: false });
    expect(await train(LONG, 'cut')).toMatchObject({ status: 'finished', truncated: 1 });
  });

  it('is not read in windows, and the message says which text it is', async () => {
    await expect(train(LONG, 'windows')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /^The text that begins with "They won 3 to nothing.*" has 5,\d{3},\d{3} characters, and texts of up to 524,288 can be read whole\. Split it/,
      ),
    });
  });

  it('that is blank but for a few letters is refused', async () => {
    const message = expect.stringMatching(/ has 10,000,002 characters, of which the first 524,288 hold hardly any words\. Shorten it/);
    await expect(embed([BLANKS])).rejects.toMatchObject({ code: 'bad-input', message });
  });
});

it('a cancel is heard while very many texts are cut into pieces', async () => {
  const sentences = Array.from({ length: 100_000 }, (_, i) => `sentence number ${i} of all, by the water`);
  const stopping = new AbortController();
  const onProgress = vi.fn();
  const encoding = client.call('encode', { handle, sentences }, { signal: stopping.signal, onProgress });
  setTimeout(() => stopping.abort());
  await expect(encoding).rejects.toMatchObject({ code: 'aborted' });
  expect(onProgress).not.toHaveBeenCalled();
});
