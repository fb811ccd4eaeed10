/** What tests of formats look at: entities as the texts that they cover, and problems with their lines. */
import type { Dataset, Example } from '../../dataset';

/** undefined where nothing is known of them. */
export function entities({ text, labels }: Example, column: string): [string, string][] | undefined {
  const label = Object.hasOwn(labels, column) ? labels[column] : undefined;
  if (!Array.isArray(label)) return undefined;
  return label.flatMap((span) => (typeof span === 'object' ? [[text.slice(span.start, span.end), span.label] as [string, string]] : []));
}

export const messages = ({ problems }: Pick<Dataset, 'problems'>) => problems.map(({ line, message }) => `${line}: ${message}`);
