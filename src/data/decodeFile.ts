/** Chosen files to sources: archives unpacked, text decoded, workbooks and Parquet opened, all else refused by name. */
import { isParquet, isWorkbook, kindOf, UNKNOWN } from './decodeFileKinds';
import { decodeText } from './encoding';
import { refusalOf } from './passedOver';
import type { Source } from './records';
import { type Content, unpackAll } from './unpack';

/**
 * @returns `passedOver` set on those that are not read, as long as there are others
 * @throws TandemError `bad-input` where there are none, and for a file that is damaged
 */
export async function decodeFiles(files: File[]): Promise<Source[]> {
  const contents = await unpackAll(files.map((file) => ({ name: file.webkitRelativePath || file.name, blob: file })));
  const sources = await Promise.all(contents.map(open));
  if (sources.length > 0 && sources.every(({ passedOver }) => passedOver)) throw refusalOf(sources);
  return sources;
}

async function open(content: Content): Promise<Source> {
  const { name, blob } = content;
  const head = new Uint8Array(await blob.slice(0, 64).arrayBuffer());
  const passedOver = kindOf(content, head);
  if (passedOver) return { name, text: '', passedOver };
  if (isParquet(head)) {
    const { openParquet } = await import('./formats/parquet/parquetFile');
    return openParquet(name, blob);
  }
  if (isWorkbook(content)) {
    const { openWorkbook } = await import('./formats/xlsx/xlsxFile');
    return openWorkbook(name, blob);
  }
  return (await decodeText(name, blob)) ?? { name, text: '', passedOver: UNKNOWN };
}
