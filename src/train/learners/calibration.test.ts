/** A temperature changes how sure a head is, and none of its answers. */
import { expect, it } from 'vitest';
import type { Label } from '../../data/dataset';
import { Random } from '../../random';
import { createHead } from '../../tasks/head';
import type { OutputRow, TaskConfig } from '../../tasks/kind';
import { calibrationOf, FEWEST_ROWS, withTemperature } from './calibration';

const SHAPE = { hiddenSize: 4, layers: 2 };
const LABELS = ['a', 'b', 'c'];
const head = (config: TaskConfig) => createHead('task', config, SHAPE, 1);
const classes = head({ kind: 'classification', labels: LABELS });
const text = { text: 'x', pieces: [] };

/** Logits that are three times too large for how often they are right. */
function overconfident(rows: number, seed = 3): OutputRow<Label>[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => {
    const logits = Array.from(LABELS, () => 2 * random.next());
    const odds = logits.map((logit) => Math.exp(logit));
    const drawn = random.next() * (odds[0] + odds[1] + odds[2]);
    return {
      gold: LABELS[drawn < odds[0] ? 0 : drawn < odds[0] + odds[1] ? 1 : 2],
      outputs: Float32Array.from(logits, (logit) => 3 * logit),
      text,
    };
  });
}

it('finds how much too sure a head is, and halves its calibration error at least', () => {
  const found = calibrationOf(classes, overconfident(2000), 'validation', true);
  expect(found?.temperature).toBeGreaterThan(2.5);
  expect(found?.temperature).toBeLessThan(3.6);
  expect(found?.after?.error).toBeLessThan((found?.before.error ?? 0) / 2);
  expect(found?.after?.loss).toBeLessThan(found?.before.loss ?? 0);
  expect(found?.before.bins.reduce((sum, { count }) => sum + count, 0)).toBe(2000);
});

it('says why there is none', () => {
  expect(calibrationOf(classes, overconfident(FEWEST_ROWS - 1), 'validation', true)).toMatchObject({
    why: expect.stringContaining('needs 20 rows; there are 19 rows'),
  });
  expect(calibrationOf(classes, overconfident(100), 'validation', false)).toMatchObject({ why: expect.stringContaining('settings') });
  const wrong = overconfident(100).map((row) => ({ ...row, gold: LABELS[row.outputs.indexOf(Math.min(...row.outputs))] }));
  expect(calibrationOf(classes, wrong, 'validation', true)).toMatchObject({ why: expect.stringContaining('no better than chance') });
  expect(calibrationOf(head({ kind: 'regression' }), [{ gold: 1, outputs: Float32Array.of(1), text }], 'validation', true)).toBeUndefined();
});

it('is taken into the last layer alone', () => {
  const divided = withTemperature(classes, 4);
  for (const [path, { data }] of classes.parameters) {
    const factor = path.startsWith('classifier.') ? 4 : 1;
    expect(divided.parameters.get(path)?.data).toEqual(data.map((value) => value / factor));
  }
});

it('moves the thresholds of several labels with their logits, so that the same ones are given', () => {
  const thresholds = [0.03, 0.5, 0.8];
  const several = head({ kind: 'multiLabel', labels: LABELS, thresholds });
  const divided = withTemperature(several, 2.5);
  const random = new Random(2);
  for (let i = 0; i < 300; i++) {
    const outputs = Float32Array.from(LABELS, () => 12 * random.next() - 6);
    const given = (one: typeof several, by: number) =>
      one.kind.label(
        one.kind.decode(
          outputs.map((output) => output / by),
          text,
          one.config,
        ),
      );
    expect(given(divided, 2.5)).toEqual(given(several, 1));
  }
  expect((divided.config.thresholds as number[])[1]).toBe(0.5);
  expect((withTemperature(head({ kind: 'multiLabel', labels: LABELS, thresholds: [0, 1, 0.5] }), 3).config.thresholds as number[])[1]).toBe(
    1,
  );
});
