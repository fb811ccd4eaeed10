/** Chosen files to sources: archives unpacked, text decoded, workbooks and Parquet opened, all else refused by name. */
import { TandemError } from '../errors';
import { isParquet, isWorkbook, type Kind, kindOf } from './decodeFileKinds';
import { decodeText } from './encoding';
import type { Source } from './records';
import { type Content, unpackAll } from './unpack';

/**
 * @returns `passedOver` set on those that hold no data, as long as there are others
 * @throws TandemError `bad-input` for a file that is not text, nor anything else that is read here
 */
export async function decodeFiles(files: File[]): Promise<Source[]> {
  const contents = await unpackAll(files.map((file) => ({ name: file.webkitRelativePath || file.name, blob: file })));
  const sources = await Promise.all(contents.map(open));
  const unread = sources.find(({ passedOver }) => passedOver);
  if (unread && sources.every(({ passedOver }) => passedOver)) {
    throw new TandemError('bad-input', `${unread.name} is ${unread.passedOver}. Choose CSV, JSON, text, Excel or Parquet files.`);
  }
  return sources;
}

async function open(content: Content): Promise<Source> {
  const { name, blob } = content;
  const head = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
  const kind = kindOf(content, head);
  if (kind) return passOver(name, kind);
  if (isParquet(head)) {
    const { openParquet } = await import('./formats/parquetFile');
    return openParquet(name, blob);
  }
  if (isWorkbook(content)) {
    const { openWorkbook } = await import('./formats/xlsxFile');
    return openWorkbook(name, blob);
  }
  return decodeText(name, blob);
}

function passOver(name: string, { what, advice, data }: Kind): Source {
  if (data) throw new TandemError('bad-input', `${name} is ${what}, which is not read here. ${advice}`);
  return { name, text: '', passedOver: what };
}
