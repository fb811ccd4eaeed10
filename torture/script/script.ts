/** The script whose operations fail: load, embed, import, train heads, open the encoder, save, reload. */
import { TandemError } from '../../src/errors';
import type { TrainOptionsInput } from '../../src/train/plan/options';
import type { RunDetails } from '../../src/train/runs/runs';
import type { Progress } from '../../src/workers/protocol';
import { Finding } from '../suite';
import type { Person, Visit } from './person';
import { MODEL, ROWS } from './world';

const SENTENCES = ['Porto lies by the water.', 'They won 3 to nothing.', 'Quito won.'];
const HEADS: TrainOptionsInput = { epochs: 3, batchSize: 4, seed: 4 };
const ENCODER: TrainOptionsInput = { epochs: 2, batchSize: 4, seed: 4, unfreeze: { layers: 1 } };

/** What a person sees of it, as JSON: equal where all numbers are, to the last bit. */
export interface Outcome {
  embeddings: string;
  rows: string;
  heads: string;
  encoder: string;
  answers: string;
  savedAnswers: string;
}

/** @returns what came of it @throws Finding */
export async function runScript(person: Person, hub: string): Promise<Outcome> {
  await person.does('loading the model', (visit) => load(visit, MODEL, hub));
  const embeddings = await person.does('embedding', async (visit) => embed(visit, await load(visit, MODEL, hub)));
  const rows = await person.does('importing labelled rows', async (visit) => JSON.stringify(await rowsOf(visit)));
  const trains = (what: string, options: TrainOptionsInput) => {
    const seen: Seen = { epochs: 0 };
    return person.does(what, (visit) => train(visit, hub, options, seen));
  };
  const heads = await trains('training heads', HEADS);
  const encoder = await trains('training the encoder', ENCODER);
  const saved = await person.does('saving the model', async (visit) => {
    const handle = await useRun(visit, hub, encoder);
    const { blob, name } = await visit.client.call('exportModel', { handle });
    return new File([await blob.arrayBuffer()], name);
  });
  person.reload();
  await person.does('looking for both runs after a reload', (visit) => findRuns(visit, [heads, encoder]));
  const answers = await person.does('answering after a reload', async (visit) => answer(visit, await useRun(visit, hub, encoder)));
  const savedAnswers = await person.does('answering from the saved file', async (visit) => {
    const { handle } = await visit.client.call('load', { model: [{ path: saved.name, file: saved }], device: 'auto', needsTasks: true });
    return answer(visit, handle);
  });
  return { embeddings, rows, heads: told(heads), encoder: told(encoder), answers, savedAnswers };
}

async function load({ client, models }: Visit, model: string, endpoint: string): Promise<number> {
  const known = models.get(model);
  if (known !== undefined) return known;
  const { handle, id } = await client.call('load', { model, endpoint, device: 'auto' });
  models.set(id, handle);
  return handle;
}

async function embed({ client }: Visit, handle: number): Promise<string> {
  const { set, count, stopped } = await client.call('embed', { handle, source: { kind: 'lines', lines: SENTENCES } });
  if (stopped || count !== SENTENCES.length) throw new Finding(`embedding stopped after ${count} sentences, without a word`);
  const rows = await client.call('embeddingRows', { set, from: 0, count });
  await client.call('dropEmbeddings', { set });
  return JSON.stringify(rows);
}

async function rowsOf(visit: Visit) {
  const dataset = await open(visit);
  const { client } = visit;
  return Promise.all(
    (['train', 'validation'] as const).map((split) => client.call('datasetRows', { dataset, split, from: 0, count: 100 })),
  );
}

/** A page that was opened anew reads the file again. */
async function open(visit: Visit): Promise<number> {
  visit.dataset ??= (await visit.client.call('loadDataset', { source: { kind: 'text', name: 'cities', text: ROWS } })).dataset;
  return visit.dataset;
}

/** What a person saw of a run, in this visit and those before it. */
interface Seen {
  epochs: number;
  /** It was not stored. */
  unkept?: { visit: Visit; run: string };
}

/** Goes on with a run that was interrupted, takes one that has ended, or begins one. */
async function train(visit: Visit, endpoint: string, options: TrainOptionsInput, seen: Seen): Promise<RunDetails> {
  const { client } = visit;
  if (seen.unkept?.visit === visit) return client.call('keepRun', { run: seen.unkept.run });
  const handle = await load(visit, MODEL, endpoint);
  const dataset = await open(visit);
  const all = await client.call('runs', undefined);
  for (const { id } of all.filter(({ status }) => status === 'unreadable')) {
    // Of a run that was cut in its first save there is nothing to lose; once the next epoch is told, that save is done.
    if (seen.epochs > 1) throw new Finding(`run ${id} had been kept, and cannot be read`);
    await client.call('removeRun', { run: id });
  }
  const alike = all.filter(
    ({ status, options: { unfreeze } }) => status !== 'unreadable' && (unfreeze !== undefined) === (options.unfreeze !== undefined),
  );
  const done = alike.find(({ status, unkept }) => status !== 'running' && !unkept);
  if (done) return client.call('useRun', { handle: await useRun(visit, endpoint, done), run: done.id });
  const halfway = alike.find(({ resumable }) => resumable);
  const onProgress = ({ stage }: Progress) => {
    // A worker whose page is closed may go on for a while.
    if (stage === 'epoch' && !visit.isOver()) seen.epochs++;
  };
  const how = halfway ? { resume: halfway.id } : { options, freshHeads: true };
  const run = await client.call('train', { handle, dataset, ...how }, { onProgress });
  // Where the encoder learned, the model behind the handle is another one now.
  if (run.tuned) {
    visit.models.delete(MODEL);
    visit.models.set(run.tuned, handle);
  }
  if (!run.unkept) return run;
  // Whoever reads that makes room, and has it stored.
  seen.unkept = { visit, run: run.id };
  throw new TandemError('storage-full', run.unkept);
}

async function useRun(visit: Visit, endpoint: string, { id, tuned }: Pick<RunDetails, 'id' | 'tuned'>): Promise<number> {
  const handle = await load(visit, tuned ?? MODEL, endpoint);
  await visit.client.call('useRun', { handle, run: id });
  return handle;
}

async function findRuns({ client }: Visit, runs: RunDetails[]): Promise<void> {
  const kept = await client.call('runs', undefined);
  const unreadable = kept.find(({ status }) => status === 'unreadable');
  if (unreadable) throw new TandemError('storage-failed', String(unreadable.note));
  for (const { id, history } of runs) {
    const found = kept.find((run) => run.id === id);
    if (!found) throw new Finding(`run ${id} is lost`);
    if (JSON.stringify(found.history) !== JSON.stringify(history)) throw new Finding(`run ${id} has changed`);
  }
}

async function answer({ client }: Visit, handle: number): Promise<string> {
  return JSON.stringify(await client.call('predict', { handle, texts: SENTENCES.map((text) => ({ text })) }));
}

/** Without times, and without names that are drawn anew for each run. */
const told = ({ status, history, metrics }: RunDetails): string =>
  JSON.stringify({ status, metrics, history: history.map(({ epoch, train, validation }) => ({ epoch, train, validation })) });
