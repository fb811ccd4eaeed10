/** Files that hold no data, known by their first bytes, beside others that do. */
import type { Source } from './records';
import type { Say } from './rows';

/** Named at most. */
const NAMED = 5;

/** @returns the others */
export function sayPassedOver(sources: Source[], say: Say): Source[] {
  const passed = sources.filter(({ passedOver }) => passedOver !== undefined);
  if (passed.length > 0) {
    const named = passed.slice(0, NAMED).map(({ name, passedOver }) => `${name} (${passedOver})`);
    const more = passed.length > NAMED ? ` and ${passed.length - NAMED} more` : '';
    const message = `${passed.length === 1 ? 'a file that holds' : `${passed.length} files that hold`} no data: ${named.join(', ')}${more}`;
    say({ file: passed[0].name }, `${message}; left out`, 'warning');
  }
  return sources.filter(({ passedOver }) => passedOver === undefined);
}
