/** doccano's list of labels, `label_config.json`: what the numbers of early exports mean. */
import { TandemError } from '../../../errors';
import type { SourceFile } from '../../records';
import { type Fields, isObject } from '../json/fields';

export function isLabelConfig({ json }: SourceFile): boolean {
  const items = json?.items.map(({ value }) => value) ?? [];
  const has = (value: Fields, ...names: string[]) => names.some((name) => Object.hasOwn(value, name));
  return (
    items.length > 0 &&
    items.every(
      (value) =>
        isObject(value) &&
        typeof value.text === 'string' &&
        has(value, 'background_color', 'backgroundColor') &&
        has(value, 'suffix_key', 'suffixKey'),
    )
  );
}

/** Names by number. */
export function labelsOfConfig(configs: SourceFile[]): Map<string, string> {
  const items = configs.flatMap(({ json }) => json?.items.map(({ value }) => value) ?? []).filter(isObject);
  return new Map(items.map(({ id, text }) => [String(id), String(text)]));
}

export const onlyConfig = ({ name }: SourceFile) =>
  new TandemError(
    'bad-input',
    `${name} is doccano's list of labels, without texts. Choose it together with the exported data, such as all.jsonl.`,
  );
