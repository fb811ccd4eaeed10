import { countParameters } from '../model/weights';
import type { Encoder } from './encoder';

/** A session that gives all layers holds the weights once more: of larger models the last layer is read alone. */
const MOST_PARAMETERS = 70e6;

/** Whether the layer before the last is pooled as well, where that helps. */
export const readsTwoLayers = ({ shape, model }: Pick<Encoder, 'shape' | 'model'>): boolean =>
  !shape.lastOnly && model.config.numHiddenLayers > 1 && countParameters(model.config) <= MOST_PARAMETERS;
