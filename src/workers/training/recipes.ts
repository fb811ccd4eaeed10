/** Recipes for the models and data sets that are loaded: what they are chosen by, and what they come to. */
import { TandemError } from '../../errors';
import type { Encoder } from '../../inference/encoder';
import { taskKind } from '../../tasks/registry';
import { measureSpeed } from '../../train/learners/speed';
import type { TrainOptionsInput } from '../../train/plan/options';
import { merged } from '../../train/plan/recipes/merged';
import { offerNamed, offersFor } from '../../train/plan/recipes/offers';
import type { Situation, Speed } from '../../train/plan/recipes/situation';
import type { Datasets } from '../datasetMethods';
import type { TrainParams } from '../protocol';
import type { ModelService } from '../service';
import { backendFor, provedKernels } from './backendFor';
import { situationOf } from './situation';

type Of = Pick<TrainParams, 'handle' | 'dataset'>;

/** A run's settings as a recipe makes them. */
export interface Resolved extends Omit<TrainParams, 'recipe'> {
  recipe?: {
    name: string;
    title: string;
    /** Its own, without what the caller changed. */
    options: TrainOptionsInput;
  };
}

export class Recipes {
  private readonly speeds = new WeakMap<Encoder, { onGpu: boolean; speed: Promise<Speed> }>();

  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
  ) {}

  situation({ handle, dataset }: Of): Situation {
    return situationOf(this.models.model(handle), this.datasets.get(dataset), this.datasets.drawsValidation(dataset));
  }

  /** Measured once for a model on a device. */
  async speed({ handle, dataset }: Of, signal: AbortSignal): Promise<Speed> {
    const loaded = this.models.model(handle);
    await provedKernels(loaded);
    const { encoder } = loaded;
    const onGpu = encoder.gpu !== undefined;
    const known = this.speeds.get(encoder);
    if (known?.onGpu === onGpu) return known.speed;
    const { train, validation, test } = this.datasets.get(dataset);
    const texts = [train, validation, test].flatMap((rows) => rows.slice(0, 100).map(({ text }) => text));
    if (texts.length === 0) throw new TandemError('bad-input', 'The data set has no rows to measure the device with.');
    const backend = backendFor(loaded)();
    const speed = measureSpeed(backend, encoder, texts, signal).finally(() => backend.destroy());
    this.speeds.set(encoder, { onGpu, speed });
    speed.catch(() => this.speeds.delete(encoder));
    return speed;
  }

  /** @throws TandemError `bad-input` for a recipe that there is not, or that cannot be used here */
  async resolved({ recipe: name, ...params }: TrainParams, signal: AbortSignal): Promise<Resolved> {
    if (typeof name === 'object') return { ...params, recipe: name };
    if (name === undefined) return params;
    const situation = this.situation(params);
    const { tasks } = this.datasets.get(params.dataset);
    const kinds = Object.fromEntries(Object.entries(tasks).map(([task, { kind }]) => [task, taskKind(kind)]));
    // Only a proposal asks how long each would take.
    const speed = name === 'auto' ? await this.speed(params, signal) : undefined;
    const { recipe, startFrom } = offerNamed(name, offersFor(situation, kinds, speed), situation);
    const own = recipe.options(situation);
    return {
      ...params,
      options: merged(own, params.options ?? {}),
      freshHeads: params.freshHeads ?? startFrom === 'new',
      recipe: { name: recipe.name, title: recipe.title, options: own },
    };
  }
}
