/** The script, once, in surroundings of which one thing fails. */
import { nodeHost } from '../../src/node/host';
import { memoryVectorStore } from '../../src/storage/vectorStore';
import type { FileFault } from '../../src/testing/faultyCache';
import { Turn } from '../../src/testing/turn';
import type { ServiceHost } from '../../src/workers/host';
import { type FetchFault, faultyFetch } from '../faults/fetches';
import { connectFaulty, type MessageFault } from '../faults/messages';
import { Finding } from '../suite';
import { Person, type Visit } from './person';
import { type Outcome, runScript } from './script';
import { sharedSessions } from './sharedSessions';
import { Storage } from './world';

/** What fails: the n-th operation, counted from 1 over the whole script. */
export type ScriptFault =
  | { where: 'files'; operation: number; how: FileFault }
  | { where: 'fetches'; operation: number; how: FetchFault }
  | { where: 'messages'; operation: number; how: MessageFault };

export interface Performance {
  outcome: Outcome;
  /** How many operations there were of each kind. */
  operations: Record<ScriptFault['where'], number>;
  heard: string[];
  visits: number;
}

interface Surroundings {
  fault?: ScriptFault;
  /** Members that are others. */
  host?: Partial<ServiceHost>;
  /** That each thing may take. Default: 30 */
  seconds?: number;
}

/** @param hub its URL @throws Finding */
export async function perform(hub: string, { fault, host, seconds }: Surroundings = {}): Promise<Performance> {
  const turnOf = (where: ScriptFault['where']) => new Turn(fault?.where === where ? fault.operation : undefined);
  const turns = { files: turnOf('files'), fetches: turnOf('fetches'), messages: turnOf('messages') };
  const storage = new Storage();
  const fetchFiles = faultyFetch(turns.fetches, fault?.where === 'fetches' ? fault.how : undefined);
  const closing: (() => void)[] = [];

  function open(): Visit {
    const caches = storage.open(turns.files, fault?.where === 'files' ? fault : undefined);
    let isOver = false;
    const end = () => {
      isOver = true;
      for (const cache of Object.values(caches)) cache.cut();
    };
    const own = nodeHost(sharedSessions);
    const { client, close } = connectFaulty(
      {
        ...own,
        fetch: fetchFiles,
        cache: async (kind) => caches[kind],
        vectorStore: async () => memoryVectorStore(),
        ...host,
      },
      turns.messages,
      fault?.where === 'messages' ? fault.how : undefined,
      end,
    );
    closing.push(close);
    current = { caches, end };
    return { client, models: new Map(), isOver: () => isOver || Object.values(caches).some((cache) => cache.isCut) };
  }
  let current: { caches: ReturnType<Storage['open']>; end(): void } | undefined;
  const makeRoom = () => {
    for (const cache of Object.values(current?.caches ?? {})) cache.relieve();
  };
  const person = new Person(open, makeRoom, seconds);
  try {
    const outcome = await runScript(person, hub);
    const operations = { files: turns.files.operations, fetches: turns.fetches.operations, messages: turns.messages.operations };
    return { outcome, operations, heard: person.heard, visits: person.visits };
  } finally {
    current?.end();
    for (const close of closing) close();
  }
}

/** @throws Finding naming what is another number than without faults */
export function checkSame(outcome: Outcome, reference: Outcome): void {
  for (const key of Object.keys(reference) as (keyof Outcome)[]) {
    if (outcome[key] !== reference[key]) throw new Finding(`${key} changed in silence: ${difference(outcome[key], reference[key])}`);
  }
}

/** @param tolerance of numbers, relative or below 1 absolute @throws Finding naming what is another number */
export function checkNear(outcome: Outcome, reference: Outcome, tolerance: number): void {
  for (const key of Object.keys(reference) as (keyof Outcome)[]) {
    if (!isNear(JSON.parse(outcome[key]), JSON.parse(reference[key]), tolerance))
      throw new Finding(`${key} changed in silence: ${difference(outcome[key], reference[key])}`);
  }
}

function isNear(got: unknown, wanted: unknown, tolerance: number): boolean {
  if (typeof got === 'number' && typeof wanted === 'number') return Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
  if (typeof got !== 'object' || typeof wanted !== 'object' || !got || !wanted) return got === wanted;
  const [gotParts, parts] = [Object.entries(got), Object.entries(wanted)];
  return (
    gotParts.length === parts.length && parts.every(([key, part], i) => gotParts[i][0] === key && isNear(gotParts[i][1], part, tolerance))
  );
}

function difference(got: string, wanted: string): string {
  const at = [...wanted].findIndex((letter, i) => letter !== got[i]);
  const part = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
  return `…${part(got)}… instead of …${part(wanted)}…`;
}
