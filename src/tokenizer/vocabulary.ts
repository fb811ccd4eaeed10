/** Vocabularies: tokens and their ids. */
import * as v from 'valibot';
import { broken } from './problems';

/** Far above what any vocabulary has. */
const LARGEST_ID = (1 << 24) - 1;

/** Of a token. */
export const idSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LARGEST_ID));

/**
 * @param name the file it is from
 * @throws TandemError `bad-tokenizer`
 */
export function vocabOf(json: unknown, name = 'tokenizer.json'): Map<string, number> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw broken(name, 'its vocabulary is not an object');
  const entries = Object.entries(json);
  const wrong = entries.find(([, id]) => !v.is(idSchema, id));
  if (wrong)
    throw broken(name, `its vocabulary holds an id that is not an integer from 0 to ${LARGEST_ID}, that of ${JSON.stringify(wrong[0])}`);
  return new Map(entries);
}

/** @throws TandemError `bad-tokenizer` when there is no such token */
export function tokenId(vocab: ReadonlyMap<string, number>, token: string): number {
  const id = vocab.get(token);
  if (id === undefined) throw broken('The vocabulary', `it has no ${token} token`);
  return id;
}

/** How a character becomes the ids of its bytes, <0x0A>; undefined where the vocabulary lacks one of them. */
export function bytesOf(vocab: ReadonlyMap<string, number>): (character: string) => number[] | undefined {
  const ids = Array.from({ length: 256 }, (_, byte) => vocab.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`));
  return (character) => {
    const found = Array.from(new TextEncoder().encode(character), (byte) => ids[byte]);
    return found.every((id) => id !== undefined) ? found : undefined;
  };
}
