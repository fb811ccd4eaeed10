/** A project: what a person made and set, enough to be back where it was left. Results that can be computed again are not in it. */
import type { SplitName } from '../data/dataset';
import type { TrainOptions } from '../train/plan/options';
import type { DatasetOptions, DatasetSource } from '../workers/protocol';

/** Where a data set comes from, as it can be read again in another visit. */
export type KeptSource = Exclude<DatasetSource, { kind: 'again' }>;

/** All but the files of the data set, which may be large and seldom change, and labels, each of which is written as it is given. */
export interface Work {
  /** What is typed in Explore and Predict. */
  text: string;
  /** See EmbedState. */
  promptName?: string;
  /** How the data set is read, and which split is looked at. Absent: there is none. */
  data?: { options: DatasetOptions; split: SplitName };
  train: {
    options: TrainOptions;
    /** Absent where nobody has chosen. */
    startFrom?: 'new' | 'current';
    /** The recipe that a person has chosen. */
    chosen?: string;
    /** Settings as the recipe has them, so that what was changed stays on top. */
    base?: { recipe?: { name: string; title: string }; options: TrainOptions; startFrom: 'new' | 'current' };
  };
  /** Id of the model in use. Absent: the page's own. */
  model?: string;
  /** Id of the run whose heads answer. Absent: none's do. */
  run?: string;
  /** Of the untrained heads. */
  seed: number;
  /** Whether untrained heads were asked for, where the model has trained ones. */
  untrained?: true;
}

export interface ProjectInfo {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  created: number;
  /** Milliseconds since 1970. */
  changed: number;
  /** When it was deleted, in milliseconds since 1970; until it is swept it can be restored. Absent: it was not. */
  removed?: number;
}

export interface Project extends ProjectInfo {
  /** Absent in a project in which nothing was done yet. */
  work?: Work;
}

/** How long a deleted project can be restored. */
export const RESTORABLE_MS = 24 * 60 * 60 * 1000;

/** @param others names that are taken */
export function newProject(others: Iterable<string>, wanted = 'Untitled project', now = Date.now()): Project {
  return { id: crypto.randomUUID(), name: freeName(wanted, others), created: now, changed: now };
}

/** `wanted`, or with the first number behind it that makes it a name of its own. */
function freeName(wanted: string, others: Iterable<string>): string {
  const taken = new Set(others);
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number++;
  return `${wanted} ${number}`;
}
