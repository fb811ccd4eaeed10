/** Patterns of tokenizer.json: `{ "String": … }` as it stands, `{ "Regex": … }` in the language of Oniguruma. */
import * as v from 'valibot';
import { unsupported } from './problems';

export const patternSchema = v.union([v.object({ String: v.string() }), v.object({ Regex: v.string() })]);

/** @throws TandemError `unsupported-model` for a regular expression */
export function patternOf(pattern: v.InferOutput<typeof patternSchema>): RegExp {
  if ('String' in pattern) return new RegExp(escapeRegExp(pattern.String), 'gu');
  throw unsupported(`the regular expression ${pattern.Regex}`, 'plain strings');
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
