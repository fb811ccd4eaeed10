/** What can be wrong with the files of a tokenizer, in words; and the check of a part's settings. */
import * as v from 'valibot';
import { TandemError } from '../errors';

export function broken(name: string, why: string): TandemError {
  return new TandemError('bad-tokenizer', `${name} cannot be used: ${why}. Download the model again, or check the file.`);
}

/** @param what what this program does not compute, as in "a normalizer of the kind Nmt" */
export function unsupported(what: string, supported: string): TandemError {
  return new TandemError('unsupported-model', `This model's tokenizer has ${what}. Supported are ${supported}.`);
}

/** @throws TandemError `bad-tokenizer` */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(name, 'it is not valid JSON');
  }
}

/** @throws TandemError `bad-tokenizer`, with the place of the first thing that does not fit the schema */
export function checked<S extends v.GenericSchema>(schema: S, json: unknown, name: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw broken(name, `${v.getDotPath(parsed.issues[0]) ?? 'its root'} is not as expected`);
  return parsed.output;
}
