/** All recipes, in the order in which they are offered. */
import { exercise3a, exercise3b, exercise3c } from './exercise';
import { fewLabels } from './fewLabels';
import { fineTuneAll, fineTuneTop } from './fineTune';
import { frozenHeads } from './frozenHeads';
import { namesOnly } from './namesOnly';
import type { Recipe } from './recipe';

const ALL = [namesOnly, fewLabels, frozenHeads, fineTuneTop, fineTuneAll, exercise3a, exercise3b, exercise3c] as const;

export const RECIPES: readonly Recipe[] = ALL;

/** A recipe, or the one that is proposed. */
export type RecipeName = 'auto' | (typeof ALL)[number]['name'];
