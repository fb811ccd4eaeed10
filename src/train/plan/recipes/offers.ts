/** What each recipe comes to in a situation, and which of them is proposed. */
import { TandemError } from '../../../errors';
import { completeOptions, type KnownKind, type TrainOptions } from '../options';
import type { Recipe } from './recipe';
import { RECIPES } from './registry';
import { secondsOf } from './seconds';
import type { Situation, Speed } from './situation';

export interface Offer {
  recipe: Recipe;
  /** Why it cannot be used, in a sentence; what follows is absent then. */
  refusal?: string;
  /** Complete. */
  options?: TrainOptions;
  startFrom?: 'new' | 'current';
  /** Expected, where the device's speed is known. */
  seconds?: number;
}

export interface Proposal {
  offer: Required<Pick<Offer, 'recipe' | 'options' | 'startFrom'>> & Offer;
  /** Why this one, in sentences. */
  why: string;
}

/** Seconds that a proposal may take: what takes longer is for a person to choose. */
export const PATIENCE = 1800;

/** @param kinds of the tasks, by their names @param speed where it has been measured */
export function offersFor(situation: Situation, kinds: Record<string, KnownKind>, speed?: Speed): Offer[] {
  return RECIPES.map((recipe) => {
    const refusal = recipe.refuse(situation);
    if (refusal !== undefined) return { recipe, refusal };
    const options = completeOptions(recipe.options(situation), kinds);
    return {
      recipe,
      options,
      startFrom: recipe.startFrom(situation),
      ...(speed ? { seconds: secondsOf(options, situation, speed) } : {}),
    };
  });
}

/** @returns undefined where none can be used */
export function proposalOf(offers: Offer[], situation: Situation): Proposal | undefined {
  const fitting = offers
    .flatMap((offer) => {
      const { recipe, options, startFrom } = offer;
      const fit = options && recipe.fit(situation);
      return fit && startFrom ? [{ offer: { ...offer, options, startFrom }, ...fit }] : [];
    })
    .sort((a, b) => b.score - a.score);
  const chosen = fitting.find(({ offer }) => (offer.seconds ?? 0) <= PATIENCE) ?? fitting.at(-1);
  if (!chosen) return undefined;
  const [best] = fitting;
  const why =
    best === chosen
      ? chosen.why
      : `${chosen.why} ${best.offer.recipe.title} may score higher, but takes more than ${PATIENCE / 60} minutes here.`;
  return { offer: chosen.offer, why };
}

/**
 * @param name of a recipe, or `auto` for the one that is proposed
 * @throws TandemError `bad-input` for a recipe that there is not, or that cannot be used here
 */
export function offerNamed(name: string, offers: Offer[], situation: Situation): Proposal['offer'] {
  if (name === 'auto') {
    const proposal = proposalOf(offers, situation);
    if (proposal) return proposal.offer;
    throw new TandemError('bad-input', `No recipe can be used here. ${offers.flatMap(({ refusal }) => refusal ?? []).at(0) ?? ''}`.trim());
  }
  const offer = offers.find(({ recipe }) => recipe.name === name);
  if (!offer) {
    throw new TandemError(
      'bad-input',
      `There is no recipe "${name}". The recipes are auto, ${RECIPES.map((recipe) => recipe.name).join(', ')}.`,
    );
  }
  const { recipe, options, startFrom, refusal } = offer;
  if (!options || !startFrom) throw new TandemError('bad-input', `The recipe ${recipe.name} cannot be used here: ${refusal}`);
  return { ...offer, options, startFrom };
}
