import { TandemError } from '../../src/errors';
import { Finding } from '../suite';

/** What a library or the engine says by itself helps nobody. */
const RAW =
  /is not a function|of undefined|of null|undefined is not|call stack|\[object|Something unexpected|Invalid array length|not iterable/i;

/** @returns the sentence that a person reads @throws Finding for what is not one */
export function checkWords(what: string, thrown: unknown): string {
  if (!(thrown instanceof TandemError)) throw new Finding(`${what}: a raw error: ${thrown instanceof Error ? thrown.stack : thrown}`);
  const { message, code } = thrown;
  if (code === 'internal' || RAW.test(message) || !/[.?!)]$/.test(message))
    throw new Finding(`${what}: words for nobody (${code}): ${message}`);
  return message;
}
