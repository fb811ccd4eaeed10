/**
 * How many labels it takes, in Node and through the same worker code as in the page: a person who knows every answer labels
 * Banking77 in the order in which the page asks by default, or at random. Accuracy is that of the suggestions, on TEST rows that
 * nobody labels. Texts are read once and kept in the temporary folder.
 * With CURVE=200 it also says, after every 200 labels, what the learning curve says then, and how long that took.
 * ORDERS=mixed,leastSure,drawn SEEDS=0,1 GOAL=0.84 MOST=1200 EACH=5 npm run bench -- labelQueue
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createServer } from 'vite';
import { watPlugin } from '../scripts/watPlugin';
import { Random } from '../src/random';
import type { LabelledRow, RankedBy, SuggestedTask } from '../src/workers/protocol';
import { labelledTexts } from './support/data';

const {
  DATA = 'banking77',
  ORDERS = 'mixed,drawn',
  SEEDS = '0,1',
  GOAL = '0.84',
  MOST = '1200',
  EACH = '5',
  TEST = '3000',
  CURVE = '0',
} = process.env;
/** Labels between two looks at the test rows. */
const LOOK = 25;

// The build of the site, before all benches, leaves it at production: sources then look for models where a package has them.
process.env.NODE_ENV = 'development';
const server = await createServer({
  configFile: false,
  plugins: [watPlugin()],
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
  logLevel: 'error',
});
test.afterAll(() => server.close());

async function worker() {
  const { nodeHost } = (await server.ssrLoadModule('/src/node/host.ts')) as typeof import('../src/node/host');
  const { connect, nodeOrt } = (await server.ssrLoadModule('/src/testing/nodeHost.ts')) as typeof import('../src/testing/nodeHost');
  return connect(nodeHost(nodeOrt, join(tmpdir(), 'tandem-bench')));
}

for (const by of ORDERS.split(',') as RankedBy[]) {
  for (const seed of SEEDS.split(',').map(Number)) {
    test(`${DATA}, ${by}, draw ${seed}`, async () => {
      const all = labelledTexts(DATA);
      test.skip(!all, `../shared/data/${DATA} is not there`);
      const golds = new Map(all?.map(({ text, label }) => [text, label]));
      const { client, close } = await worker();
      const { handle } = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto' });
      const source = {
        kind: 'text',
        name: 'texts.txt',
        text: (all ?? []).map(({ text }) => text.replaceAll('\n', ' ')).join('\n'),
      } as const;
      const { dataset } = await client.call('loadDataset', { source, options: { validationShare: 0 } });
      const { keys } = await client.call('labelOutline', { dataset });
      const rows = await client.call('rowsToLabel', { dataset, rows: keys.map((_, row) => row) });
      const goldOf = (row: number) => golds.get(rows[row].text);
      const { session } = await client.call('openSuggestions', { handle, dataset, states: false });
      await client.call('readToSuggest', { session, first: [] });

      const shuffled = new Random(seed + 1).shuffled(rows.map((_, row) => row).filter((row) => goldOf(row) !== undefined));
      const tested = shuffled.slice(0, Number(TEST));
      const names = [...new Set(golds.values())].sort();
      const task: SuggestedTask = { task: 'label', column: 'label', values: 'names', names };
      const ranking = { by, task: 'label' };
      // Rows that are kept apart are never asked for.
      const apart = new Set(tested);
      let changed = rows.flatMap((_, row): LabelledRow[] =>
        apart.has(row) || goldOf(row) === undefined ? [{ row, labels: [], skipped: true }] : [],
      );
      const turns: number[] = [];
      let reached: number | undefined;
      const [order, drawn]: number[][] = [[], []];
      for (let given = 0; given <= Number(MOST) && reached === undefined; ) {
        const started = performance.now();
        const { queue } = await client.call('learnLabels', { session, tasks: [task], changed, ranking });
        turns.push(performance.now() - started);
        if (given % LOOK === 0) {
          const found = await client.call('suggestLabels', { session, rows: tested });
          const accuracy = found.filter(({ label }, i) => label?.label === goldOf(tested[i])).length / tested.length;
          console.log(`${by}, draw ${seed}: ${given} labels, ${(100 * accuracy).toFixed(1)} %`);
          if (accuracy >= Number(GOAL)) reached = given;
        }
        if (given > 0 && given % Number(CURVE) === 0) {
          const began = performance.now();
          const { points, outlook, scored, byChance } = await client.call('labelCurve', { session, task, order, drawn });
          const seconds = ((performance.now() - began) / 1000).toFixed(0);
          const { share, low, high } = points.at(-1) ?? { share: 0, low: 0, high: 1 };
          const gain = outlook.gain && [outlook.gain.gain, outlook.gain.low, outlook.gain.high].map((value) => (100 * value).toFixed(1));
          console.log(
            `${by}, draw ${seed}: the curve after ${given} labels, in ${seconds} s: ${(100 * share).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}) of ${scored} ${byChance ? 'drawn' : 'labelled'} texts; ${gain ? `${outlook.gain?.labels} more: +${gain[0]} (${gain[1]} to ${gain[2]})` : outlook.why}`,
          );
        }
        const next = [...(queue?.rows ?? [])].slice(0, Number(EACH));
        order.push(...next);
        drawn.push(...next.filter((row) => queue?.drawn.includes(row)));
        expect(next.length).toBe(Number(EACH));
        changed = next.map((row) => ({ row, labels: [['label', goldOf(row) ?? null]], skipped: false }));
        given += next.length;
      }
      turns.sort((a, b) => a - b);
      const [median, slow] = [0.5, 0.95].map((share) => turns[Math.floor(share * turns.length)].toFixed(0));
      console.log(`${by}, draw ${seed}: ${reached ?? 'not'} for ${GOAL}; a turn takes ${median} ms, 95 % at most ${slow} ms`);
      close();
    });
  }
}
