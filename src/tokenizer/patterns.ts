/** Patterns of tokenizer.json: `{ "String": … }` as it stands, `{ "Regex": … }` in the language of Oniguruma. */
import * as v from 'valibot';
import { escapeRegExp } from './expressions';
import { oniguruma } from './oniguruma';

export const patternSchema = v.union([v.object({ String: v.string() }), v.object({ Regex: v.string() })]);

/** @throws TandemError `unsupported-model` for a regular expression that has no equal in JavaScript */
export function patternOf(pattern: v.InferOutput<typeof patternSchema>): RegExp {
  return 'String' in pattern ? new RegExp(escapeRegExp(pattern.String), 'gu') : oniguruma(pattern.Regex);
}
