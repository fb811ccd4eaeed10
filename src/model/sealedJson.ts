/** Small files of JSON that tell whether they are as they were written: their SHA-256 stands on a line below. */
import { sha256 } from './checksum';
import { type CacheFolder, readText, writeProven } from './fileCache';

/** @throws like {@link writeProven} */
export async function writeSealedJson(folder: CacheFolder, path: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  const bytes = new TextEncoder().encode(`${json}\n${await sealOf(json)}`);
  await writeProven(folder, path, () => [bytes]);
}

/**
 * What earlier versions wrote has no such line, and is read as it is.
 *
 * @returns undefined where there is none, and where it was cut short or damaged whenever it is read
 */
export async function readSealedJson(folder: CacheFolder, path: string): Promise<unknown> {
  const read = async () => {
    const text = await readText(folder, path);
    return text === undefined ? { value: undefined } : unsealed(text);
  };
  // It may be the reading that went wrong.
  return ((await read()) ?? (await read()))?.value;
}

async function unsealed(text: string): Promise<{ value: unknown } | undefined> {
  const [json, seal] = text.split('\n');
  if (seal !== undefined && seal !== (await sealOf(json))) return undefined;
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}

const sealOf = (json: string) => sha256(new TextEncoder().encode(json));
