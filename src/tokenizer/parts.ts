/** Normalisers, pre-tokenisers and models are read from tokenizer.json by their `type`, each by a line of its registry. */
import * as v from 'valibot';
import { broken, checked, unsupported } from './problems';

/** Reads the settings of a part as tokenizer.json has them. */
export type PartReader<Part> = (settings: unknown) => Part;

/** A reader of one kind of part: what its settings look like, and what they make. */
export function part<S extends v.GenericSchema, Part>(schema: S, make: (settings: v.InferOutput<S>) => Part): PartReader<Part> {
  return (settings) => make(checked(schema, settings, 'tokenizer.json'));
}

/** Sequences in sequences, with the lists between them, of far more than any tokenizer has. */
const DEEPEST = 64;

/** @throws TandemError `bad-tokenizer` for parts in parts that are so deep that reading them would end the stack */
export function checkDepth(settings: unknown): void {
  let level = [settings];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw broken('tokenizer.json', `its parts are more than ${DEEPEST} levels deep`);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

const typed = v.looseObject({ type: v.string() });

/** @throws TandemError `bad-tokenizer`, `unsupported-model` */
export function readPart<Part>(registry: Record<string, PartReader<Part>>, what: string, settings: unknown): Part {
  const parsed = v.safeParse(typed, settings);
  if (!parsed.success) throw broken('tokenizer.json', `its ${what} has no type`);
  const { type } = parsed.output;
  if (!Object.hasOwn(registry, type)) throw unsupported(`a ${what} of the kind ${type}`, Object.keys(registry).join(', '));
  return registry[type](settings);
}
