/** The rooms of src/, and what each may import: the test holds every import to this table, and ARCHITECTURE.md shows it. */
import { posix } from 'node:path';

export interface Room {
  holds: string;
  /**
   * Rooms, single files of rooms, and packages. A room may always import itself, EVERYWHERE, and the packages that this
   * table does not name.
   */
  imports: string[] | 'anything';
  /** Whether it may know the types of all rooms: what a message holds. Default: those of the rooms it imports. */
  allTypes?: boolean;
}

const EVERYWHERE = ['breather', 'errors', 'plural', 'random'];

/** The page talks to the worker through its client, and reads the settings where they are declared. */
const WORKERS_FACE = ['workers/client', 'workers/explore', 'workers/persistence', 'workers/protocol', 'workers/spawn'];
const SETTINGS = [
  'tasks/settings',
  'tasks/shared/classNames',
  'train/plan',
  'train/runs/about',
  'train/runs/drift',
  'train/runs/sweep',
  'nn/encoderGroups',
];
const REACT = ['react', 'react-dom'];

export const ROOMS: Record<string, Room> = {
  breather: { holds: 'lets messages, keys and frames have their turn in long work', imports: [] },
  errors: { holds: '`TandemError`, for whatever a person can meet', imports: [] },
  plural: { holds: 'numbers in messages: "1 row", "3 rows"', imports: [] },
  random: { holds: 'numbers drawn from a seed', imports: [] },
  zipDirectory: { holds: 'what is inside a zip archive, and where', imports: [] },
  gpu: { holds: 'the device, kernels as data, buffer pool, recorder (once) and program (replayed), profiler', imports: [] },
  kernels: {
    holds: 'a folder per kernel: a `.wgsl`, its dispatch, its CPU reference; `cpu.ts` where the CPU has a faster way',
    imports: ['gpu'],
  },
  autodiff: {
    holds: 'tape, `ops/<op>.ts` (forward and gradient together), memory plan, CPU and GPU backends, the check of a device',
    imports: ['gpu', 'kernels'],
  },
  architectures: {
    holds: 'a file per architecture: config, and its forward against `EncoderOps`, from which names, shapes and depths follow',
    imports: [],
  },
  nn: {
    holds: '`Ops` (what a head may compute with) on CPU, GPU and tape, encoders on a tape, losses, parameters, `optim/`',
    imports: ['gpu', 'kernels', 'autodiff', 'architectures'],
  },
  tokenizer: { holds: 'texts to word pieces with their positions, from a model’s tokenizer files', imports: [] },
  data: { holds: '`formats/`, columns and their labels, tag schemes, spans, splits, problems; the sample', imports: ['zipDirectory'] },
  tasks: {
    holds: 'a folder per task kind: config, gold, targets, loss, forward, decode, metrics, defaults',
    imports: ['gpu', 'kernels', 'autodiff', 'nn', 'tokenizer', 'data', 'explore/neighbours'],
  },
  labelling: {
    holds: 'labels that are likely to be wrong, what to label next, heads that learn meanwhile, how far two people agree',
    imports: ['nn', 'data', 'tasks/metrics'],
  },
  model: {
    holds:
      'config, sentence-transformers’ modules, safetensors and files of PyTorch, weight names, ONNX writer, bundled and hub sources, downloads',
    imports: ['architectures', 'zipDirectory'],
  },
  storage: { holds: 'origin-private files: model cache, embedding scratch; both also in memory', imports: ['model'] },
  embeddings: { holds: 'an embedding set: rows, similarities, neighbours, files', imports: ['model', 'storage', 'data/formats/csv/guard'] },
  explore: {
    holds: 'nearest rows, a map of them (UMAP), clusters and their names, near-duplicates; runs in a worker of its own',
    imports: ['kernels'],
  },
  inference: {
    holds: 'reading of long texts, batches, ORT session, pooling and what stands behind it, heads, device choice and verification',
    imports: ['gpu', 'kernels', 'autodiff', 'nn', 'tokenizer', 'tasks', 'model'],
  },
  train: {
    holds:
      '`plan/` (settings, unfreezing, epochs), `data/` (encoded splits, kept features), `step/`, `learners/`, `runs/` (loop, best epochs)',
    imports: ['autodiff', 'architectures', 'nn', 'tasks', 'model', 'data', 'inference'],
  },
  exports: {
    holds: 'a file or folder per target that a model is saved for, `registry.ts`; the zip, the model card, what others compare with',
    imports: ['architectures', 'autodiff', 'nn', 'tokenizer', 'tasks', 'model', 'data', 'inference', 'train'],
  },
  workers: {
    holds: '`protocol.ts` (every message), service, client, the browser’s host',
    imports: [
      'gpu',
      'autodiff',
      'nn',
      'tasks',
      'model',
      'storage',
      'data',
      'embeddings',
      'inference',
      'train',
      'labelling',
      'exports',
      'explore',
    ],
  },
  api: {
    holds: '`SentenceTransformer`, `MultiTaskSentenceTransformer`',
    imports: ['nn', 'tasks', 'data', 'embeddings', 'explore', 'inference', 'train', 'workers'],
    allTypes: true,
  },
  node: {
    holds: 'the library in Node: its host, its caches in folders, its entry',
    imports: ['model', 'storage', 'inference', 'workers', 'api', 'onnxruntime-node'],
  },
  project: {
    holds: 'what a person made: its database, its file, the claim of a tab on it',
    imports: ['data/unpackZip', 'exports/zip', 'idb'],
    allTypes: true,
  },
  stores: {
    holds: 'zustand, vanilla',
    imports: [...WORKERS_FACE, ...SETTINGS, 'model', 'project', 'data/answers', 'data/labelSets', 'tasks/metrics/intervals'],
    allTypes: true,
  },
  ui: { holds: 'pieces that know no store', imports: REACT },
  features: {
    holds: 'panels; `tasks/<kind>/`: the views of a task kind',
    imports: ['stores', 'ui', ...SETTINGS, 'model', ...REACT],
    allTypes: true,
  },
  app: { holds: 'the shell', imports: ['stores', 'ui', 'features', ...WORKERS_FACE, 'model', 'project', ...REACT], allTypes: true },
  testing: { holds: 'Dawn in Node, a stand-in hub with faults, hash weights, safetensors writer', imports: 'anything' },
};

/** The room of a file of src/, given by its path from there. */
export const roomOf = (file: string): string => file.split(/[/.]/)[0];

const NAMED_PACKAGES = Object.values(ROOMS)
  .flatMap(({ imports }) => (imports === 'anything' ? [] : imports))
  .filter((entry) => !(roomOf(entry) in ROOMS));

/**
 * @param file its path from src/
 * @param imported what stands in its import statement
 * @param typesOnly whether nothing of it is there when the code runs. Default: false
 */
export function mayImport(file: string, imported: string, typesOnly = false): boolean {
  const { imports, allTypes = false } = ROOMS[roomOf(file)];
  if (imports === 'anything' || (allTypes && typesOnly)) return true;
  const target = imported.startsWith('.') ? posix.join(posix.dirname(file), imported) : imported;
  const isIn = (entry: string) => target === entry || target.startsWith(`${entry}/`);
  if (target === imported && !NAMED_PACKAGES.some(isIn)) return true;
  return [roomOf(file), ...EVERYWHERE, ...imports].some(isIn);
}

/** What a TypeScript source imports. */
export function importsOf(source: string): { path: string; typesOnly: boolean }[] {
  const statements = source.matchAll(/\b(?:(import|export)\s+(type)\b[^;']*from|from|import)\s*\(?\s*'([^']+)'/g);
  return [...statements].map(([, , type, path]) => ({ path, typesOnly: type === 'type' }));
}

/** @returns the text of ARCHITECTURE.md with the table under "## Rooms" brought up to date */
export function withRooms(architecture: string): string {
  return architecture.replace(/(?<=\n## Rooms\n\n)(\|.*\n)*/, () => table());
}

function table(): string {
  const rows = Object.entries(ROOMS).map(([name, { holds, imports }]) => [
    `\`src/${name}\``,
    holds,
    imports === 'anything' ? imports : imports.join(', ') || '–',
  ]);
  const all = [['room', 'what is in it', 'may import'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  return [line(all[0]), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
