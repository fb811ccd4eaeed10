/** What the hub's API says of a repository: its commit, and its files with their sizes and checksums. */
import * as v from 'valibot';
import { readBody } from './http';
import type { HubRepository } from './hubRepository';
import { pathAtRoot } from './sentence/nested';

export interface ExpectedFile {
  /** In bytes. */
  size?: number;
  /** Hexadecimal; known of large files. */
  sha256?: string;
  /** What git calls its bytes, hexadecimal; known of the others. */
  gitId?: string;
}

export interface Listing {
  commit: string;
  files: Map<string, ExpectedFile>;
}

/** As if the encoder were not in a folder of its own. */
export function listingWithin(folder: string, { commit, files }: Listing): Listing {
  const renamed = [...files].flatMap(([path, expected]): [string, ExpectedFile][] => {
    const called = pathAtRoot(folder, path);
    return called === undefined ? [] : [[called, expected]];
  });
  return { commit, files: new Map(renamed) };
}

const sha1 = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Of https://huggingface.co/docs/hub/api, `GET /api/models/{repo}/revision/{revision}?blobs=true`. */
const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    sha: sha1,
    siblings: v.array(
      v.object({
        rfilename: v.string(),
        size: v.nullish(v.number()),
        blobId: v.nullish(sha1),
        lfs: v.nullish(v.object({ size: v.number(), sha256: v.optional(sha256), oid: v.optional(sha256) })),
      }),
    ),
  }),
);

/**
 * @returns undefined where the host has no such API, as plain mirrors do not; whether the repository can be had its files say
 * @throws TandemError `network` where there is one that does not answer, or not to the end; `aborted`
 */
export async function fetchListing(repository: HubRepository): Promise<Listing | undefined> {
  const response = await repository.describe();
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 429 || response.status >= 500 || response.headers.has('x-error-code')) throw repository.refusal(response);
    return undefined;
  }
  const bytes = await readBody(response, 'the listing', undefined, repository.signal);
  const parsed = v.safeParse(schema, new TextDecoder().decode(bytes));
  if (!parsed.success) return undefined;
  const { sha: commit, siblings } = parsed.output;
  const files = siblings.map(({ rfilename, size, blobId, lfs }): [string, ExpectedFile] => [
    rfilename,
    // Of a large file git holds a pointer: what it calls that says nothing of the file.
    lfs ? { size: lfs.size, sha256: lfs.sha256 ?? lfs.oid } : { size: size ?? undefined, gitId: blobId ?? undefined },
  ]);
  return { commit, files: new Map(files) };
}
