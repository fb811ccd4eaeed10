/** The script, once, in surroundings of which one thing fails. */
import * as ort from 'onnxruntime-node';
import type { OrtRuntime } from '../../src/inference/session';
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

/** @param hub its URL @param host members that are others @throws Finding */
export async function perform(hub: string, fault?: ScriptFault, host: Partial<ServiceHost> = {}): Promise<Performance> {
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
    const own = nodeHost(ort as unknown as OrtRuntime);
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
  const person = new Person(open, makeRoom);
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

function difference(got: string, wanted: string): string {
  const at = [...wanted].findIndex((letter, i) => letter !== got[i]);
  const part = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
  return `…${part(got)}… instead of …${part(wanted)}…`;
}
