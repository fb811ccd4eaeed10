/** A task of every kind that goes out to others, on heads with their first values. */
import type { TaskConfig } from '../tasks/kind';

export const EXPORTED_TASKS = {
  topic: { kind: 'classification', labels: ['place', 'sport', 'food'] },
  bent: { kind: 'classification', labels: ['yes', 'no'], activation: 'tanh' },
  smooth: { kind: 'classification', labels: ['yes', 'no'], activation: 'gelu' },
  normed: { kind: 'classification', labels: ['yes', 'no'], activation: 'gelu', normEps: 1e-5 },
  extras: { kind: 'multiLabel', labels: ['rain', 'music'], thresholds: [0.4, 0.6] },
  score: { kind: 'regression', mean: 3.5, scale: 12 },
  mood: { kind: 'classification', labels: ['glad', 'sad'], head: 'logistic' },
  degree: { kind: 'regression', mean: 20, scale: 8, head: 'ridge' },
  places: { kind: 'entities', types: ['LOC', 'PER'], layers: 'last', decoding: 'argmax' },
  deep: { kind: 'entities', types: ['LOC'], layers: 'last', activation: 'gelu', normEps: 1e-5 },
  mixed: { kind: 'entities', types: ['LOC'], layers: 'mix' },
  alike: { kind: 'similarity', range: [0, 5] as [number, number], projection: 8 },
  answer: { kind: 'questionAnswering' },
  deepAnswer: { kind: 'questionAnswering', activation: 'gelu', normEps: 1e-5 },
} satisfies Record<string, TaskConfig>;
