/** What reference/tasks_fixture.py computes, and the same heads and batches here. */

import { readFileSync } from 'node:fs';
import { parseConfig } from '../model/config';
import { MEAN_POOLING } from '../model/sentence/pooling';
import { bioLabels } from '../tasks/entities/config';
import { createHead, type Head } from '../tasks/head';
import type { View } from '../tasks/kind';
import type { EncoderBatch } from '../train/step/encoderStep';
import { hashTensor, hashWeights } from './hashWeights';
import { textsApart } from './textsApart';
import { withoutDropout } from './withoutDropout';

export interface FixtureTask {
  name: string;
  kind: string;
  outputs: number;
  weight: number;
  learningRate: number;
  classWeights?: number[];
  labelSmoothing?: number;
  projection?: number;
}

/** Values at even distances, the norm and the largest of all. */
export interface Sampled {
  norm: number;
  largest: number;
  stride: number;
  values: string;
}

export interface Expected {
  /** Of the first step, by parameter. */
  gradients: Record<string, Sampled>;
  /** Each task's loss, the total, the gradient norm, of consecutive steps. */
  steps: number[][];
}

export interface FeaturesCase {
  tasks: FixtureTask[];
  /** Pieces of each example. */
  lengths: number[];
  /** Rows of the features that each task reads. */
  rows: Record<string, number[]>;
  targets: Record<string, number[]>;
  fixed: Expected;
  uncertainty: Expected;
}

export interface OpenCase extends Expected {
  name: string;
  tasks: FixtureTask[];
  rate: number;
  /** Lowest depth that learns. */
  lowest: number;
  frozen: string[];
  /** Of token tasks: those of their own view's tokens. */
  targets: Record<string, number[]>;
  views: Partial<Record<View, FixtureView>>;
}

interface FixtureView {
  ids: number[][];
  typeIds: number[][];
  /** Sequences of each example. Default: one. */
  sequences?: number[];
}

interface Fixture {
  hidden: number;
  decay: number;
  layerDecay: number;
  config: Record<string, unknown>;
  features: FeaturesCase;
  five: OpenCase[];
  pairs: OpenCase[];
}

export const tasksFixture = JSON.parse(readFileSync('reference/fixtures/tasks.json', 'utf8')) as Fixture;

const names = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);

/** What the fixture knows by number has names here. */
function configOf({ kind, outputs, classWeights, labelSmoothing, projection }: FixtureTask) {
  if (kind === 'classification') return { kind, labels: names(outputs), classWeights, labelSmoothing };
  if (kind === 'multiLabel') return { kind, labels: names(outputs) };
  if (kind === 'regression') return { kind, mean: 0, scale: 1 };
  if (kind === 'entities') return { kind, layers: 'last', labels: bioLabels(names((outputs - 1) / 2)) };
  return { kind, projection };
}

/** Heads with the fixture's first values, without dropout. */
export function fixtureHeads(tasks: FixtureTask[]): Head[] {
  const shape = { hiddenSize: tasksFixture.hidden, layers: 3 };
  const heads = tasks.map((task) => createHead(task.name, configOf(task), shape, 0));
  let number = 1000;
  for (const head of heads) {
    for (const [path, tensor] of head.parameters) {
      tensor.data = hashTensor(number++, { name: `${head.name}.${path}`, shape: tensor.shape });
    }
    withoutDropout(head);
  }
  return heads;
}

/** Settings of the tasks as options have them. */
export const fixtureOptions = (tasks: FixtureTask[], frozen: string[] = []) => ({
  weightDecay: tasksFixture.decay,
  layerDecay: tasksFixture.layerDecay,
  maxGradNorm: 0,
  tasks: Object.fromEntries(
    tasks.map(({ name, weight, learningRate }) => [name, { weight, learningRate, freeze: frozen.includes(name) }] as const),
  ),
});

/** The fixture's small BERT without dropout. */
export function fixtureEncoder(lowest: number) {
  const config = parseConfig(JSON.stringify(tasksFixture.config));
  const parameters = new Map([...hashWeights(config)].map(({ name, shape, values }) => [name, { shape, data: values }] as const));
  return { config: { ...config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 }, modes: MEAN_POOLING.modes, parameters, lowest };
}

/** Sequences of the first view, then those of the next; tokens of other views carry a token task's filler. */
export function fixtureBatch({ views, targets }: OpenCase, heads: Head[]): EncoderBatch {
  const rows: number[][] = [];
  const typeIds: number[][] = [];
  const bounds = new Map<View, number[]>();
  let at = 0;
  for (const [view, read] of Object.entries(views) as [View, FixtureView][]) {
    rows.push(...read.ids);
    typeIds.push(...read.typeIds);
    const ends = [at];
    let next = 0;
    for (const count of read.sequences ?? read.ids.map(() => 1)) {
      for (const end = next + count; next < end; next++) at += read.ids[next].length;
      ends.push(at);
    }
    bounds.set(view, ends);
  }
  const placed = heads.map(({ name, kind }) => {
    const [{ view, level }] = kind.reads;
    const before = level === 'token' ? (bounds.get(view)?.[0] ?? 0) : 0;
    return [name, [...new Array<number>(before).fill(kind.target.filler), ...targets[name]]] as const;
  });
  return { rows, typeIds, bounds, texts: textsApart(bounds), targets: new Map(placed) };
}
