/** Names of classes and entity types as a person corrects them. */
import type { Label } from './dataset';

/** By column, then by name; null for a name that is not to be known: no class, not in the list, no entity. */
export type Renames = Record<string, Record<string, string | null>>;

/** @returns undefined where nothing remains of the label */
export function renameLabel(label: Label, names: Record<string, string | null>): Label | undefined {
  const renamed = (name: string) => (Object.hasOwn(names, name) ? names[name] : name);
  if (typeof label === 'number') return label;
  if (typeof label === 'string') return renamed(label) ?? undefined;
  return isNames(label)
    ? [...new Set(label.flatMap((name) => renamed(name) ?? []))]
    : label.flatMap((span) => {
        const name = renamed(span.label);
        return name === null ? [] : { ...span, label: name };
      });
}

const isNames = (label: Exclude<Label, string | number>): label is string[] => label.every((item) => typeof item === 'string');
