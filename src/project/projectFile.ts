/** A project as one file, to be opened in another browser: a zip of its record, the files of its data set, and the model in use. */
import { listZip, type ZipEntry, zipEntryChunks } from '../data/unpackZip';
import { TandemError } from '../errors';
import type { ExportFile } from '../exports/target';
import { zipFiles } from '../exports/zip';
import type { KeptLabels, RowMarks } from './labels';
import type { KeptSource, Work } from './project';

export interface ProjectContents {
  name: string;
  work: Work;
  source?: KeptSource;
  labels?: KeptLabels;
  /** What `exportModel` writes for Tandem. Absent where the model is known by its id alone. */
  model?: Blob;
}

const RECORD = 'project.json';
const MODEL = 'model.zip';
const FILES = 'files/';
const FORMAT = 'tandem-project';
const VERSION = 1;

interface ProjectRecord {
  format: typeof FORMAT;
  version: number;
  name: string;
  work: Work;
  /** What was taken back goes to nobody else. */
  labels?: Pick<KeptLabels, 'tasks' | 'position' | 'choices'> & { marks: [row: string, marks: RowMarks][] };
  /** What is no file: the sample, or a text. */
  source?: Exclude<KeptSource, { kind: 'files' }>;
  /** Names of the files below `files/`, in the order in which they were opened. */
  files?: string[];
}

export async function writeProjectFile({ name, work, source, labels, model }: ProjectContents): Promise<Blob> {
  const files = source?.kind === 'files' ? source.files : [];
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const record: ProjectRecord = {
    format: FORMAT,
    version: VERSION,
    name,
    work,
    ...(labels ? { labels: recordOf(labels) } : {}),
    ...(source && source.kind !== 'files' ? { source } : {}),
    ...(source?.kind === 'files' ? { files: paths } : {}),
  };
  return zipFiles([
    { path: RECORD, bytes: new TextEncoder().encode(JSON.stringify(record, undefined, 2)) },
    ...files.map((file, i) => blobFile(`${FILES}${i}/${paths[i]}`, file)),
    ...(model ? [blobFile(MODEL, model)] : []),
  ]);
}

function recordOf({ tasks, position, choices, marks }: KeptLabels): ProjectRecord['labels'] {
  return { tasks, position, ...(choices ? { choices } : {}), marks: [...marks] };
}

/** @throws TandemError `bad-input` for a file that is none of ours, is damaged, or was written by a later version */
export async function readProjectFile(file: Blob, name: string): Promise<ProjectContents> {
  const entries = await listZip(file, name);
  const read = async (entry: ZipEntry) => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of zipEntryChunks(file, entry, name)) parts.push(chunk);
    return new Blob(parts);
  };
  const found = entries.find(({ path }) => path === RECORD);
  const record = found && parseRecord(await (await read(found)).text());
  if (!record)
    throw new TandemError('bad-input', `${name} is not a project saved by Tandem. Choose one that was saved with “Save as a file”.`);
  if (record.version > VERSION) {
    throw new TandemError('bad-input', `${name} was saved by a later version of Tandem. Reload this page to get the latest one.`);
  }
  const model = entries.find(({ path }) => path === MODEL);
  const files =
    record.files && (await Promise.all(record.files.map((path, i) => fileOf(entries, `${FILES}${i}/${path}`, path, read, name))));
  const source: KeptSource | undefined = files ? { kind: 'files', files } : record.source;
  return {
    name: record.name,
    work: record.work,
    ...(source ? { source } : {}),
    ...(record.labels ? { labels: { ...record.labels, marks: new Map(record.labels.marks) } } : {}),
    ...(model ? { model: await read(model) } : {}),
  };
}

function parseRecord(text: string): ProjectRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<ProjectRecord> | null;
    const ours = record?.format === FORMAT && typeof record.version === 'number' && typeof record.name === 'string';
    return ours && typeof record.work?.text === 'string' && record.work.train ? (record as ProjectRecord) : undefined;
  } catch {
    return undefined;
  }
}

async function fileOf(
  entries: ZipEntry[],
  at: string,
  path: string,
  read: (entry: ZipEntry) => Promise<Blob>,
  name: string,
): Promise<File> {
  const entry = entries.find((candidate) => candidate.path === at);
  if (!entry) throw new TandemError('bad-input', `${name} lacks ${path}, a file of its data set. Save the project again.`);
  const file = new File([await read(entry)], path.split('/').at(-1) ?? path);
  if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

/** Read at a time. */
const PIECE = 1 << 23;

function blobFile(path: string, blob: Blob): ExportFile {
  async function* parts() {
    for (let at = 0; at < blob.size; at += PIECE) yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
  }
  return { path, size: blob.size, parts };
}
