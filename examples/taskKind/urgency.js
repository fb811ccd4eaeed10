/**
 * A task kind of one's own: a number per text from a single linear layer. Made known with
 *
 *   await registerTask(new URL('./urgency.js', import.meta.url));
 *
 * @param {import('tandem').TaskTools} tools
 * @returns {import('tandem').TaskKind<import('tandem').TaskConfig, number, number, object>}
 */
export default ({ linearParameters, losses }) => ({
  kind: 'urgency',
  title: 'Urgency',
  reads: [{ view: 'text', level: 'sentence' }],
  settings: [],
  complete: (config) => ({ ...config, kind: 'urgency' }),
  // Never chosen for a column by itself: `tasks: { column: { kind: 'urgency' } }` asks for it.
  fits: () => 0,
  gold: (label) => (typeof label === 'number' ? label : undefined),
  configOf: () => ({ kind: 'urgency' }),
  outputs: () => 1,
  parameters: (_config, hiddenSize) => linearParameters('score', hiddenSize, 1),
  forward: (ops, parameter, [pooled]) => ops.linear(pooled, parameter('score.weight'), parameter('score.bias')),
  target: { type: 'f32', width: () => 2, filler: 0 },
  // The value, and its weight in the mean.
  targets: (gold) => ({ values: [gold, 1] }),
  loss: ({ tape, outputs, targets }) => tape.apply(losses.squaredError, [outputs, targets], {}),
  decode: ([value]) => value,
  label: (value) => value,
  values: 'numbers',
  metrics: [{ id: 'agreement', name: 'Agreement', better: 'higher' }],
  score(rows) {
    const error = rows.reduce((sum, { gold, answer }) => sum + Math.abs(gold - answer), 0) / rows.length;
    return { values: { agreement: 1 - error }, details: {} };
  },
  defaults: { learningRate: 1e-2 },
});
