/** What a visit does again and again does not take more memory each time. Measured in Chromium, on Linux. */
import { openRenderer, type Renderer } from '../browser/renderer';
import { modelFiles } from '../script/world';
import { Finding, type Suite } from '../suite';

const LOADS = 50;
const SENTENCES = 100_000;
const ROWS = 1_000_000;
/** Of the memory once it has settled. */
const MAX_GROWTH = 1.1;
const MAX_PAGE_MB = 300;
const MAX_FRAME_MS = 100;

const measurements: ((renderer: Renderer) => Promise<string>)[] = [loads, sentences, rows];

export const memory: Suite = {
  name: 'memory',
  title: 'Memory, and frames of the page',
  what: `${LOADS} loads and disposals of the bundled model; 100,000 sentences embedded; 1,000,000 rows imported.`,
  sample: 0,
  async prepare() {
    return {
      count: measurements.length,
      async attempt(number) {
        const renderer = await openRenderer();
        try {
          return await measurements[number](renderer);
        } finally {
          await renderer.close();
        }
      },
    };
  },
};

/**
 * One worker for all of them, as on a page: another model stays loaded. About 1 MB a load is not the page's: the runner has the browser
 * keep the text of every response, such as tokenizer.json; without it the same requests take no memory that is not cleared.
 */
async function loads({ page, resident }: Renderer): Promise<string> {
  const load = (times: number) =>
    page.evaluate(async (times) => {
      const { SentenceTransformer } = window.tandem;
      const open = () => SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device: 'wasm' });
      const held = window as { stays?: unknown };
      held.stays ??= await open();
      for (let i = 0; i < times; i++) {
        const model = await open();
        await model.encode(['One sentence.']);
        await model.dispose();
      }
    }, times);
  const settled = LOADS / 5;
  await load(settled);
  const before = await resident();
  await load(LOADS - settled);
  return flat('resident memory', `after ${settled} loads`, before, `after ${LOADS}`, await resident());
}

async function sentences({ page, resident }: Renderer): Promise<string> {
  const files = [...modelFiles()].map(([path, content]): [string, number[] | string] => [
    path,
    typeof content === 'string' ? content : [...content],
  ]);
  await page.evaluate(async (files) => {
    const folder = files.map(([path, content]) => {
      const file = new File([typeof content === 'string' ? content : Uint8Array.from(content)], path);
      Object.defineProperty(file, 'webkitRelativePath', { value: `small/${path}` });
      return file;
    });
    Object.assign(window, { model: await window.tandem.SentenceTransformer.fromPretrained(folder, { device: 'wasm' }) });
  }, files);
  const embed = (from: number, to: number) =>
    page.evaluate(
      async ([from, to]) => {
        const { model } = window as unknown as { model: Awaited<ReturnType<typeof window.tandem.SentenceTransformer.fromPretrained>> };
        for (let at = from; at < to; at += 1000) {
          await model.encode(Array.from({ length: 1000 }, (_, i) => `They won ${at + i} to nothing by the water.`));
        }
      },
      [from, to],
    );
  await embed(0, SENTENCES / 10);
  const before = await resident();
  await embed(SENTENCES / 10, SENTENCES);
  return flat('resident memory', 'after 10,000 sentences', before, 'after 100,000', await resident());
}

async function rows({ page, heap }: Renderer): Promise<string> {
  const { seconds, longest, imported } = await page.evaluate(async (count) => {
    const parts = ['text,label\n'];
    for (let at = 0; at < count; at += 10_000) {
      parts.push(Array.from({ length: 10_000 }, (_, i) => `text number ${at + i} of all,${(at + i) % 7 < 3 ? 'a' : 'b'}\n`).join(''));
    }
    const file = new File(parts.splice(0), 'million.csv');
    let [longest, last, going] = [0, performance.now(), true];
    const frame = (now: number) => {
      longest = Math.max(longest, now - last);
      last = now;
      if (going) requestAnimationFrame(frame);
    };
    await new Promise((resolve) => setTimeout(resolve, 500));
    last = performance.now();
    requestAnimationFrame(frame);
    const started = performance.now();
    const dataset = await window.tandem.loadDataset(file);
    going = false;
    Object.assign(window, { dataset });
    const { train, validation, test } = dataset.info.summary.rows;
    return { seconds: (performance.now() - started) / 1000, longest, imported: train + validation + test };
  }, ROWS);
  const megabytes = await heap();
  const found = `the page's heap has ${megabytes.toFixed(0)} MB, its longest frame took ${longest.toFixed(0)} ms, in ${seconds.toFixed(0)} s`;
  if (imported !== ROWS) throw new Finding(`${imported} of ${ROWS} rows were imported`);
  if (!(megabytes <= MAX_PAGE_MB && longest <= MAX_FRAME_MS)) throw new Finding(`of 1,000,000 rows: ${found}`);
  return `1,000,000 rows: ${found}`;
}

function flat(what: string, at: string, before: number, later: string, after: number): string {
  const found = `${what} ${before.toFixed(0)} MB ${at}, ${after.toFixed(0)} MB ${later}`;
  // A figure that could not be read is no proof.
  if (!(after <= before * MAX_GROWTH)) throw new Finding(found);
  return found;
}
