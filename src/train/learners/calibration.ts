/** Temperatures of heads that have been trained: fitted on rows that taught nothing, and taken into the heads' last layers. */
import type { Label } from '../../data/dataset';
import { fitTemperature, lossAt } from '../../nn/solvers/temperature';
import { plural } from '../../plural';
import { fullName, type Head, withValues } from '../../tasks/head';
import type { AnyKind, OutputRow, Scored, TaskConfig } from '../../tasks/kind';
import { type Reliability, reliabilityOf } from '../../tasks/metrics/reliability';

/** Rows below which a temperature would be chance. */
export const FEWEST_ROWS = 20;

/** How far a head's probabilities may be believed. */
export interface Calibration {
  /** Whether its rows were kept apart, or each was answered by heads that had learned from the others. */
  by: 'validation' | 'cross-validation';
  rows: number;
  before: CalibratedAt;
  /** With the temperature; absent where there is none. */
  after?: CalibratedAt;
  /** What the head's outputs were divided by: above 1 where it was too sure of itself. Absent where none was fitted. */
  temperature?: number;
  /** Why none was. */
  why?: string;
  /** On the test rows, which had no say in it. */
  test?: Reliability;
}

export interface CalibratedAt extends Reliability {
  /** Mean cross-entropy of what is right. */
  loss: number;
}

/** @returns undefined for kinds that give no probabilities, and without rows */
export function calibrationOf(
  head: Pick<Head, 'kind' | 'config'>,
  rows: OutputRow<Label>[],
  by: Calibration['by'],
  fit: boolean,
): Calibration | undefined {
  const { kind, config } = head;
  const { probabilities } = kind;
  if (!probabilities || rows.length === 0) return undefined;
  const logits = probabilities.logits(rows, config);
  const at = (temperature: number): CalibratedAt => ({
    ...reliabilityOf(claimsOf(kind, dividedConfig(head, temperature), dividedRows(rows, temperature))),
    loss: lossAt(logits, temperature),
  });
  const known = { by, rows: rows.length, before: at(1) };
  if (!fit) return { ...known, why: 'The settings turn calibration off.' };
  if (rows.length < FEWEST_ROWS)
    return {
      ...known,
      why: `A temperature needs ${FEWEST_ROWS} rows; there ${rows.length === 1 ? 'is' : 'are'} ${plural(rows.length, 'row')}.`,
    };
  const temperature = fitTemperature(logits);
  if (temperature === undefined) return { ...known, why: 'The answers are no better than chance on these rows.' };
  return { ...known, temperature, after: at(temperature) };
}

/** How far the probabilities of answers may be believed. */
export const reliabilityOfAnswers = (kind: AnyKind, config: TaskConfig, rows: Scored<Label, unknown>[]): Reliability | undefined =>
  kind.probabilities && reliabilityOf(rows.flatMap((row) => kind.probabilities?.claims(row, config) ?? []));

/**
 * A head whose outputs are divided by a temperature: its last layer is, so that every probability follows, wherever the head is
 * taken. What is the largest output stays the largest.
 */
export function withTemperature(head: Head, temperature: number): Head {
  const { layer } = head.kind.probabilities ?? {};
  const scaled = ['weight', 'bias'].map((part) => `${layer}.${part}`);
  const values = new Map(
    scaled.flatMap((path) => {
      const data = head.parameters.get(path)?.data;
      return data ? [[fullName(head, path), data.map((value) => value / temperature)] as const] : [];
    }),
  );
  return { ...withValues(head, (name) => values.get(name)), config: dividedConfig(head, temperature) };
}

const dividedConfig = ({ kind, config }: Pick<Head, 'kind' | 'config'>, temperature: number): TaskConfig =>
  kind.probabilities?.divided?.(config, temperature) ?? config;

const dividedRows = (rows: OutputRow<Label>[], temperature: number): OutputRow<Label>[] =>
  rows.map((row) => ({ ...row, outputs: row.outputs.map((output) => output / temperature) }));

const claimsOf = (kind: AnyKind, config: TaskConfig, rows: OutputRow<Label>[]) =>
  rows.flatMap(
    ({ outputs, ...row }) => kind.probabilities?.claims({ ...row, answer: kind.decode(outputs, row.text, config) }, config) ?? [],
  );
