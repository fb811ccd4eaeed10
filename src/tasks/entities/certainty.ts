/** How sure the entities of a text are, and how sure it is that there is none. */
import type { Certainty } from '../kind';
import type { ReadText } from '../text';
import { type EntitiesConfig, unitKind } from './config';
import type { EntitiesAnswer } from './decode';
import { unitsOf } from './units';

/** Of a text with entities, the least sure of them; of one without, the unit that is least surely outside. */
export function entitiesCertainty({ tokens, entities }: EntitiesAnswer, text: ReadText, config: EntitiesConfig): Certainty {
  const scores = entities.map(({ score }) => score);
  // Only the first piece of a unit decides.
  const parts = scores.length > 0 ? scores : unitsOf(text, unitKind(config)).map(({ first }) => tokens[first].score);
  return { confidence: parts.reduce((least, score) => Math.min(least, score), 1), scores };
}
