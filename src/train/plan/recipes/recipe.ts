/** A recipe is a name for a whole set of settings, made for a situation: a new one is a file and a line in the registry. */
import type { TrainOptionsInput } from '../options';
import type { Situation } from './situation';

/** Why a recipe is right here. */
export interface Fit {
  /** The best fit wins, of those that do not take too long. */
  score: number;
  /** In a sentence. */
  why: string;
}

export interface Recipe<Name extends string = string> {
  /** As code knows it. */
  name: Name;
  title: string;
  /** What it is shown under, where it is not among those for daily use. */
  group?: string;
  /** One line on what it does. */
  help: string;
  /** Why it cannot be used here, in a sentence; undefined where it can. */
  refuse(situation: Situation): string | undefined;
  /** Undefined where it is not proposed. */
  fit(situation: Situation): Fit | undefined;
  /** What is not the default. */
  options(situation: Situation): TrainOptionsInput;
  /** Whether heads are made anew, or those in use go on. */
  startFrom(situation: Situation): 'new' | 'current';
}
