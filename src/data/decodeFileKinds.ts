/** Files that are not text, known by their first bytes or by what is in them: what each is, and what to do with it. */
import type { PassedOver } from './records';
import type { Content } from './unpack';

const UNPACK = 'Unpack it first, and choose the files inside.';
const WRITE = 'Write the data as Parquet, CSV or JSON Lines, and choose that file.';
const SAVE = 'Save it as .xlsx or CSV, and choose that file.';
const NO_DATA = 'Choose CSV, JSON, CoNLL or other text, or an Excel or Parquet file.';

const data = (what: string, advice: string): PassedOver => ({ what, advice, data: true });
const other = (what: string): PassedOver => ({ what, advice: NO_DATA, data: false });

/** First bytes, in Latin-1. */
const MAGIC: [string, PassedOver][] = [
  ['BZh', data('a bzip2 archive', UNPACK)],
  ['\xfd7zXZ\0', data('an xz archive', UNPACK)],
  ['\x28\xb5\x2f\xfd', data('a Zstandard archive', UNPACK)],
  ['7z\xbc\xaf\x27\x1c', data('a 7-Zip archive', UNPACK)],
  ['Rar!\x1a\x07', data('a RAR archive', UNPACK)],
  ['\x04\x22\x4d\x18', data('an LZ4 archive', UNPACK)],
  ['\x1f\x9d', data('a compress (.Z) archive', UNPACK)],
  ['PARE', data('an encrypted Parquet file', WRITE)],
  ['ARROW1', data('an Arrow or Feather file', 'Write it as Parquet (pandas: df.to_parquet), and choose that file.')],
  ['FEA1', data('a Feather file', 'Write it as Parquet (pandas: df.to_parquet), and choose that file.')],
  [
    '\xff\xff\xff\xff',
    data('an Arrow stream', 'In Python, load_from_disk(folder)["train"].to_parquet("train.parquet") writes a file that can be read.'),
  ],
  ['SQLite format 3\0', data('an SQLite database', 'Write the table as CSV, and choose that file.')],
  ['\x93NUMPY', data('a NumPy array', WRITE)],
  ['\x89HDF', data('an HDF5 file', WRITE)],
  ['Obj\x01', data('an Avro file', WRITE)],
  ['ORC', data('an ORC file', WRITE)],
  ['\x89PNG', other('a PNG picture')],
  ['\xff\xd8\xff', other('a JPEG picture')],
  ['GIF8', other('a GIF picture')],
  ['RIFF', other('a sound, video or picture')],
  ['ID3', other('a sound')],
  ['OggS', other('a sound')],
  ['fLaC', other('a sound')],
  ['%PDF', other('a PDF document')],
  ['\0asm', other('a WebAssembly program')],
  ['\x7fELF', other('a program')],
  ['\0\x01\0\0\0', other('a font')],
  ['wOF', other('a font')],
];

/** What no first bytes tell, and what is no text. */
export const UNKNOWN: PassedOver = { what: 'not a text file', advice: NO_DATA, data: true };

/** Compound files: of old Office programs, and of new ones with a password. */
const COMPOUND = '\xd0\xcf\x11\xe0';

/** @returns undefined for text, for Excel workbooks and Parquet files, and for what is not known */
export function kindOf({ name, parts }: Content, head: Uint8Array): PassedOver | undefined {
  const start = String.fromCharCode(...head.subarray(0, 16));
  if (parts) return documentKind(name, parts);
  if (start.startsWith(COMPOUND)) {
    return /\.xlsx$/i.test(name) ? data('an Excel workbook with a password', SAVE) : data('a file from an old Office program', SAVE);
  }
  if (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) return data('a Python pickle (opening it could run any program)', WRITE);
  if (start.slice(4, 9) === '\0\0\0\0{' && head.length > 9) return other('a safetensors file of model weights');
  if (head[0] === 0x78 && /\.spacy$/i.test(name)) {
    const advice =
      'In Python, DocBin().from_disk(path).get_docs(nlp.vocab) returns its documents: write the to_json() of each to a line of a file.';
    return data('a DocBin file of spaCy', `${advice} Choose that file.`);
  }
  if (start.slice(4, 8) === 'ftyp' && isBinary(head)) return other('a video or picture');
  return MAGIC.find(([magic]) => start.startsWith(magic) && (!isWord(magic) || isBinary(head)))?.[1];
}

/** A table may well begin with "ORCID": what is not text has bytes that text has not. */
const isBinary = (head: Uint8Array) => head.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b));
const isWord = (magic: string) => /^[ -~]+$/.test(magic) && !WRITTEN.includes(magic);
/** Kinds that are written in letters throughout. */
const WRITTEN = ['%PDF'];

export const isParquet = (head: Uint8Array) => String.fromCharCode(...head.subarray(0, 4)) === 'PAR1' && isBinary(head);
export const isWorkbook = ({ parts }: Pick<Content, 'parts'>) => parts?.some((part) => /^xl\/workbook\.xml$/i.test(part)) ?? false;

function documentKind(name: string, parts: string[]): PassedOver | undefined {
  if (isWorkbook({ parts })) return undefined;
  const has = (pattern: RegExp) => parts.some((part) => pattern.test(part));
  if (has(/^xl\/workbook\.bin$/i)) return data('a binary Excel workbook (.xlsb)', SAVE);
  if (has(/^word\//)) return data('a Word document', 'Save it as plain text, or its table as CSV, and choose that file.');
  if (has(/^ppt\//)) return other('a PowerPoint presentation');
  if (has(/\/data\.pkl$/)) return other('a PyTorch file');
  if (parts.every((part) => part.endsWith('.npy'))) return data('a file of NumPy arrays', WRITE);
  if (/\.(ods|fods|ots)$/i.test(name)) return data('an OpenDocument spreadsheet', SAVE);
  if (has(/^META-INF\/MANIFEST\.MF$/)) return other('a Java program');
  return data('an office document', 'Save it as plain text, .xlsx or CSV, and choose that file.');
}
