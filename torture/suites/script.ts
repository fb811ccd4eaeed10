/** Every n-th operation of the script fails, for every n and in every way. */
import { FETCH_FAULTS } from '../faults/fetches';
import { checkSame, perform, type ScriptFault } from '../script/perform';
import { startHub } from '../script/world';
import type { Suite } from '../suite';

const FAULTS = {
  files: ['cut', 'refuse', 'half', 'full', 'flip'],
  fetches: FETCH_FAULTS,
  messages: ['killed'],
} as const;

function scriptSuite<W extends ScriptFault['where']>(where: W, title: string, what: string, sample: number): Suite {
  return {
    name: where,
    title,
    what,
    sample,
    async prepare() {
      const hub = await startHub();
      const { outcome: reference, operations } = await perform(hub.url);
      const hows: readonly string[] = FAULTS[where];
      return {
        count: hows.length * operations[where],
        async attempt(number) {
          const fault = { where, operation: 1 + Math.floor(number / hows.length), how: hows[number % hows.length] } as ScriptFault;
          const { outcome, heard, visits } = await perform(hub.url, { fault });
          checkSame(outcome, reference);
          return visits > 2 ? 'went on in the next visit' : heard.length > 0 ? 'reported and tried again' : 'made no difference';
        },
        close: () => hub.close(),
      };
    },
  };
}

export const files = scriptSuite(
  'files',
  'Operations of the private file system',
  'The page dies in the operation, or it fails, fails half done, finds the disk full, or reads or writes a flipped bit.',
  12,
);

export const fetches = scriptSuite(
  'fetches',
  'Requests',
  'No answer comes, or 500, or a body that is too short, too long, cut off or has a flipped bit.',
  12,
);

export const messages = scriptSuite('messages', 'Messages between page and worker', 'The worker dies just before the message arrives.', 8);
