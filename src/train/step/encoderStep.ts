/**
 * A training step with an encoder that learns, compiled: the encoder's forward over packed tokens, pooling, then
 * what every step has in common. Gradients reach down to the lowest open layer and no further.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import { depthsOf } from '../../architectures/parameters';
import type { Backend, CompiledTape, Copy, Store } from '../../autodiff/backend';
import { embedding } from '../../autodiff/ops/embedding';
import type { Value } from '../../autodiff/tape';
import type { Depths } from '../../inference/depths';
import type { PoolingMode } from '../../model/sentence/pooling';
import { rowLinks } from '../../nn/packedBatch';
import { featuresOf, levelOf } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import type { Task } from '../plan/task';
import { filled, PackedEncoder, type PackedRows } from './packedEncoder';
import { type StepKind, type StepPlaces, StepTracer } from './stepTracer';
import { TargetStore } from './targetStore';

/** Sequences of a batch of examples: those of the first view, then those of the next, each in the order of the examples. */
export interface EncoderBatch extends PackedRows {
  /** Of each view: where the tokens of each example begin, and where the last end. Needed where a task reads tokens. */
  bounds: ReadonlyMap<View, number[]>;
  texts: BatchTexts;
  /** By task, of those that have any: of each example, or of all tokens one behind another. */
  targets: ReadonlyMap<string, ArrayLike<number>>;
}

/** The texts of a batch, of which several examples may share one. */
export interface BatchTexts {
  /** Where the tokens of each text begin, and where the last end. */
  bounds: number[];
  /** By view: the text of each example. */
  of: ReadonlyMap<View, number[]>;
}

export interface EncoderStepSizes {
  /** Rows of the packed matrices. */
  tokens: number;
  /** Examples of a batch at most. */
  examples: number;
  /** By which sentences are pooled. */
  modes: readonly PoolingMode[];
}

export interface StepDepth {
  /** Lowest depth that learns; see lowestOpen. What lies below runs as in inference, without dropout. */
  lowest: number;
  /** Hidden states that the batches bring. Default: they bring token ids. */
  known?: Depths;
  /** Has open layers computed once more for their gradients instead of kept. */
  recompute?: boolean;
}

/** The views that tasks read. */
export const viewsOf = (tasks: Pick<Task, 'head'>[]): View[] => [
  ...new Set(tasks.flatMap(({ head }) => head.kind.reads.map(({ view }) => view))),
];

export class EncoderStep {
  private readonly program: CompiledTape;
  private readonly encoder: PackedEncoder;
  private readonly views: View[];
  /** The text of each example among all that were pooled, by view. */
  private readonly links = new Map<View, Store>();
  private readonly targets: Map<string, TargetStore>;
  private readonly bounds: Map<View, Store>;

  /** @param shapes of the encoder's parameters by Hugging Face name */
  constructor(
    backend: Backend,
    places: StepPlaces,
    config: EncoderConfig,
    shapes: ReadonlyMap<string, readonly number[]>,
    tasks: Task[],
    { tokens, examples, modes }: EncoderStepSizes,
    { lowest, known, recompute }: StepDepth,
    kind: StepKind,
  ) {
    const tracer = new StepTracer(backend, places);
    const { tape, counter } = tracer;
    const input = tracer.input.bind(tracer);
    const depthOf = depthsOf(config);
    const parameter = (name: string) => tracer.parameter(name, shapes.get(name) ?? [], depthOf(name) >= lowest);
    const dropout = { counter, from: lowest };
    this.views = viewsOf(tasks.filter(({ head }) => levelOf(head) === 'sentence'));
    const pools = this.views.length === 0 ? [] : [viewsOf(tasks).length * examples];
    this.encoder = new PackedEncoder(backend, { tape, input, parameter, dropout, recompute }, config, { tokens, pools, modes }, known);
    const [pooled] = this.encoder.pooled;
    const sentences = new Map(
      this.views.map((view) => {
        const links = backend.store(rowLinks([], examples));
        this.links.set(view, links);
        return [view, tape.apply(embedding, [pooled, input(`${view}.texts`, [examples, 3], links)], {})] as const;
      }),
    );
    const bounds = new Map(viewsOf(tasks).map((view) => [view, backend.store(new Uint32Array(examples + 1))] as const));
    this.bounds = bounds;
    this.targets = new Map();
    const traced = tasks.map((task) => {
      const { head, name } = task;
      const perToken = levelOf(head) === 'token';
      const targets = new TargetStore(backend, head, perToken ? tokens : examples);
      this.targets.set(name, targets);
      const { encoder } = this;
      const features = featuresOf(head).map(({ view, what }) => {
        if (what === 'sentence') return sentences.get(view) as Value;
        return what === 'all' ? encoder.allStates : encoder.states;
      });
      const store = bounds.get(head.kind.reads[0].view) as Store;
      return {
        task,
        features,
        targets: input(`${name}.targets`, targets.shape, targets.store),
        bounds: input(`${name}.bounds`, [examples + 1], store),
      };
    });
    this.program = tracer.finish(traced, kind);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. */
  run({ bounds, texts, targets, ...packed }: EncoderBatch, counter: [seed: number, step: number], copies: Copy[]): void {
    this.encoder.write({ ...packed, pools: this.views.length === 0 ? [] : [texts.bounds] }, counter);
    for (const [view, store] of this.links) store.write(rowLinks(texts.of.get(view) ?? [], store.length / 3));
    for (const [view, store] of this.bounds) store.write(filled(bounds.get(view) ?? [], store.length));
    for (const [name, store] of this.targets) store.write(targets.get(name) ?? []);
    this.program.run(copies);
  }

  destroy(): void {
    this.program.destroy();
    this.encoder.destroy();
    for (const { store } of this.targets.values()) store.destroy();
    for (const store of [...this.bounds.values(), ...this.links.values()]) store.destroy();
  }
}
