/** The small files of a repository: all that there are, checked, before any weights. */
import { TandemError } from '../errors';
import { compareBytes } from './checksum';
import { readBody } from './http';
import type { Listing } from './hubListing';
import type { HubRepository } from './hubRepository';
import { HEAD_FILES, MODEL_CARD, moduleFiles, SMALL_FILES } from './smallFiles';

type Fetched = Uint8Array<ArrayBuffer> | undefined;

/**
 * @param listing what there is; where nobody knows, it is asked for what a model usually has
 * @param store called for every file, for config.json first
 * @throws TandemError `missing-file` without a config or a tokenizer; `network`, `aborted`; what `store` throws
 */
export async function fetchSmallFiles(
  repository: HubRepository,
  listing: Listing | undefined,
  store: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  const fetchOne = async (path: string): Promise<Fetched> => {
    if (listing && !listing.files.has(path)) return undefined;
    const bytes = await fetchSmall(repository, path, listing);
    if (bytes) await store(path, bytes);
    return bytes;
  };
  if (!(await fetchOne('config.json'))) {
    throw missing(repository, 'config.json', 'It does not exist, or it is not a transformers model. Check its name and revision');
  }
  if (listing) {
    const rest = [...SMALL_FILES.filter((path) => path !== 'config.json'), ...HEAD_FILES, MODEL_CARD];
    const found = new Map(await Promise.all(rest.map(async (path) => [path, await fetchOne(path)] as const)));
    if (!TOKENIZERS.some((path) => found.get(path))) throw missing(repository, TOKENIZERS.join(' or '), NO_TOKENIZER);
    await Promise.all(moduleFiles(text(found.get('modules.json'))).map(fetchOne));
  } else await askForUsual(repository, fetchOne);
}

const SENTENCE_PIECE = ['sentencepiece.bpe.model', 'spiece.model'];
const TOKENIZERS = ['tokenizer.json', 'vocab.txt', 'vocab.json', ...SENTENCE_PIECE];
const NO_TOKENIZER =
  'Without it texts cannot be cut into tokens here. In Python, AutoTokenizer.from_pretrained(…).save_pretrained(…) writes tokenizer.json';

/** Few requests that might be for nothing: each name is asked for only where it makes sense. */
async function askForUsual(repository: HubRepository, fetchOne: (path: string) => Promise<Fetched>): Promise<void> {
  if (!(await fetchOne('tokenizer.json'))) {
    let found: Fetched;
    for (const path of TOKENIZERS.slice(1)) found ??= await fetchOne(path);
    if (!found) throw missing(repository, TOKENIZERS.join(' or '), NO_TOKENIZER);
    await Promise.all(['merges.txt', 'added_tokens.json'].map(fetchOne));
  }
  await Promise.all(['tokenizer_config.json', 'special_tokens_map.json'].map(fetchOne));
  const modules = await fetchOne('modules.json');
  if (!modules) return;
  const more = ['sentence_bert_config.json', 'config_sentence_transformers.json', ...moduleFiles(text(modules))];
  await Promise.all(more.map(fetchOne));
}

async function fetchSmall(repository: HubRepository, path: string, listing: Listing | undefined): Promise<Fetched> {
  const response = await repository.file(path);
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    throw repository.refusal(response, path);
  }
  const bytes = await readBody(response, path, undefined, repository.signal);
  await compareBytes(path, bytes, listing?.files.get(path) ?? {});
  return bytes;
}

export async function fetchText(repository: HubRepository, path: string, listing: Listing | undefined): Promise<string | undefined> {
  const bytes = await fetchSmall(repository, path, listing);
  return bytes && text(bytes);
}

const text = (bytes: Fetched): string => new TextDecoder().decode(bytes);

function missing({ repo }: HubRepository, path: string, hint: string): TandemError {
  return new TandemError('missing-file', `${repo} has no ${path}. ${hint}.`);
}
