/** The classes and tags that examples have. */
import type { Example } from './dataset';

/** In alphabetical order. */
export function labelsOf(examples: Example[]): string[] {
  return [...new Set(examples.flatMap(({ label }) => label ?? []))].sort();
}

/** `O` first, then `B-X` and `I-X` of each type in alphabetical order, as far as they occur; empty without any tags. */
export function tagsOf(examples: Example[]): string[] {
  const seen = new Set<string>();
  for (const { tags } of examples) for (const tag of tags ?? []) seen.add(tag);
  if (seen.size === 0) return [];
  const types = [...new Set([...seen].filter((tag) => tag !== 'O').map((tag) => tag.slice(2)))].sort();
  return ['O', ...types.flatMap((type) => [`B-${type}`, `I-${type}`]).filter((tag) => seen.has(tag))];
}
