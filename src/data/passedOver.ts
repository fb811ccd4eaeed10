/** Files that are not read, known by their first bytes: said where they stand beside others, refused where they do not. */
import { TandemError } from '../errors';
import type { PassedOver, Source } from './records';
import type { Say } from './rows';
import { someOf } from './someOf';

/** Named at most. */
const NAMED = 5;

/**
 * @returns the others
 * @throws TandemError `bad-input` where there are none
 */
export function withoutPassedOver(sources: Source[], say: Say): Source[] {
  const read = sources.filter(({ passedOver }) => passedOver === undefined);
  if (read.length === 0 && sources.length > 0) throw refusalOf(sources);
  const papers: { file: string; shown: string }[] = [];
  for (const { name, passedOver } of sources) {
    if (!passedOver) continue;
    const { what, advice, data } = passedOver;
    if (data) say({ file: name }, `this file is ${what}, which cannot be read here; it is left out. ${advice.replace(/\.$/, '')}`);
    else papers.push({ file: name, shown: `${name} (${what})` });
  }
  if (papers.length > 0) {
    const named = someOf(
      papers.map(({ shown }) => shown),
      NAMED,
    );
    say({ file: papers[0].file }, `files without data are left out: ${named}`, 'warning');
  }
  return read;
}

/** Of files none of which is read. */
export function refusalOf(sources: Source[]): TandemError {
  const found = sources.flatMap(({ name, passedOver }) => (passedOver ? [{ name, ...passedOver }] : []));
  const { name, what, advice, data }: PassedOver & { name: string } = found.find((each) => each.data) ?? found[0];
  const unread = data && what !== 'not a text file' ? ', which cannot be read here' : '';
  return new TandemError('bad-input', `${name} is ${what}${unread}. ${advice}`);
}
