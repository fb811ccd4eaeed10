/** What a model's folder beside the page says of its own files, so that one that is damaged or of another version is noticed. */
import * as v from 'valibot';
import { TandemError } from '../errors';
import { sha256 } from './checksum';

/** At the folder's root. Folders without it are read as they are. */
export const SITE_MANIFEST = 'tandem.json';

const sum = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ files: v.optional(v.record(v.string(), v.object({ size: v.number(), sha256: sum })), {}) }),
);

/** @param files all of the folder, by path */
export async function siteManifest(files: (readonly [path: string, bytes: Uint8Array<ArrayBuffer>])[]): Promise<string> {
  const entries = await Promise.all(
    files.map(async ([path, bytes]) => [path, { size: bytes.length, sha256: await sha256(bytes) }] as const),
  );
  return `${JSON.stringify({ files: Object.fromEntries(entries) }, null, 1)}\n`;
}

/**
 * @param bytes of the manifest; undefined where there is none
 * @returns SHA-256 by path
 * @throws TandemError `bad-config` for a manifest that is damaged itself
 */
export function parseSiteManifest(model: string, bytes: Uint8Array | undefined): Map<string, string> {
  if (!bytes) return new Map();
  const parsed = v.safeParse(schema, new TextDecoder().decode(bytes));
  if (parsed.success) return new Map(Object.entries(parsed.output.files).map(([path, { sha256 }]) => [path, sha256]));
  throw new TandemError(
    'bad-config',
    `${SITE_MANIFEST} of ${model}, which holds the checksums of its files, is damaged. Export the model again.`,
  );
}
