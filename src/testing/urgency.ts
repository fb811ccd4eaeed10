/** A task kind of one’s own, for tests of registration. */
import { squaredError } from '../autodiff/ops/squaredError';
import { linearParameters } from '../nn/parameters';
import type { TaskConfig, TaskKind } from '../tasks/kind';

export interface UrgencyConfig extends TaskConfig {
  kind: 'urgency';
}

/** A number from a single linear layer: as little as a trained kind can be. */
export const urgency: TaskKind<UrgencyConfig, number, number, object> = {
  kind: 'urgency',
  title: 'Urgency',
  reads: [{ view: 'text', level: 'sentence' }],
  settings: [],
  complete: (config) => ({ ...config, kind: 'urgency' }),
  fits: () => 0,
  gold: (label) => (typeof label === 'number' ? label : undefined),
  configOf: () => ({ kind: 'urgency' }),
  outputs: () => 1,
  parameters: (_config, hiddenSize) => linearParameters('score', hiddenSize, 1),
  forward: (ops, parameter, [pooled]) => ops.linear(pooled, parameter('score.weight'), parameter('score.bias')),
  target: { type: 'f32', width: () => 2, filler: 0 },
  targets: (gold) => ({ values: [gold, 1] }),
  loss: ({ tape, outputs, targets }) => tape.apply(squaredError, [outputs, targets], {}),
  decode: ([value]) => value,
  label: (value) => value,
  values: 'numbers',
  metrics: [{ id: 'agreement', name: 'Agreement', better: 'higher' }],
  score(rows) {
    const error = rows.reduce((sum, { gold, answer }) => sum + Math.abs(gold - answer), 0) / rows.length;
    return { values: { agreement: 1 - error }, details: {} };
  },
  defaults: { learningRate: 1e-2 },
};
