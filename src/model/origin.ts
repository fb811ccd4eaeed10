/** Where a model comes from, as the card in its folder says, and a card that says it for one that is made from it. */
import { parse, stringify } from 'yaml';
import { parseJsonObject } from './config';
import type { FolderFile, ModelFiles } from './modelFiles';
import { MODEL_CARD } from './smallFiles';

export interface Origin {
  /** The published model that it began as. */
  base: string;
  /** As its card or its config states it. */
  licence?: string;
}

/** What marks cards that are written here: their base is not the model itself. */
const TAG = 'tandem';
/** What a hub's card says where nobody stated a licence. */
const NOT_STATED = 'unknown';

export async function originOf({ id, read }: Pick<ModelFiles, 'id' | 'read'>): Promise<Origin> {
  const text = async (path: string) => {
    const bytes = await read(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const card = frontMatter((await text(MODEL_CARD)) ?? '');
  const { license } = parseJsonObject((await text('config.json')) ?? '{}');
  const licence = [card.license, license].find((value): value is string => typeof value === 'string' && value !== NOT_STATED);
  const isOurs = Array.isArray(card.tags) && card.tags.includes(TAG);
  return { base: isOurs && typeof card.base_model === 'string' ? card.base_model : id, ...(licence ? { licence } : {}) };
}

/** The head of README.md. @param more further entries, as the hub names them */
export function cardHead({ base, licence = NOT_STATED }: Origin, more: Record<string, unknown> = {}): string {
  return `---\n${stringify({ license: licence, base_model: base, ...more, tags: [TAG] })}---\n`;
}

export const originCard = (origin: Origin): FolderFile => ({ path: MODEL_CARD, bytes: new TextEncoder().encode(cardHead(origin)) });

function frontMatter(text: string): Record<string, unknown> {
  const head = /^---\r?\n(.*?)\r?\n---\s*(\r?\n|$)/s.exec(text)?.[1];
  try {
    const card: unknown = head === undefined ? {} : parse(head, { uniqueKeys: false, logLevel: 'error' });
    return typeof card === 'object' && card !== null ? (card as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
