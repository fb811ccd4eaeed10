/** Files beside the data that hold none: papers of a folder, and what was passed over as it was opened. */
import { isRasaMarkdown } from './formats/rasaSources';
import type { Source } from './records';
import type { Say } from './rows';

const PAPERS = /^(licen[cs]e|readme|notice|source|citation)|\.(md|pdf|py|sh)$/i;
/** Named at most. */
const NAMED = 5;

/** Rasa's training data may be Markdown. */
export function isPaper({ name, text }: Source): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return PAPERS.test(base) && !(/\.md$/i.test(base) && !/^readme/i.test(base) && isRasaMarkdown(text));
}

/** All where there would be none. */
export function dataFiles(sources: Source[]): Source[] {
  const data = sources.filter((source) => !isPaper(source) && !/(^|\/)\./.test(source.name));
  return data.length > 0 ? data : sources;
}

export function sayPassedOver(sources: Source[], say: Say): void {
  const passed = sources.filter((source) => source.passedOver !== undefined && !isPaper(source));
  if (passed.length === 0) return;
  const named = passed.slice(0, NAMED).map(({ name, passedOver }) => `${name} (${passedOver})`);
  const more = passed.length > NAMED ? ` and ${passed.length - NAMED} more` : '';
  const message = `${passed.length === 1 ? 'a file that holds' : `${passed.length} files that hold`} no data: ${named.join(', ')}${more}`;
  say({ file: passed[0].name }, `${message}; left out`, 'warning');
}
