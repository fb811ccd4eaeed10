/** Which task of a data set is which of a model's. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../data/readDataset';
import { type AssignedColumn, assignTasks } from '../../tasks/fromData';
import { createHead } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import { completeOptions } from '../plan/options';
import { kindsOf } from '../plan/task';
import { bindTasks, freshHeads, tasksFor } from './tasks';

const SHAPE = { hiddenSize: 8, layers: 3 };
const heads = (tasks: Record<string, TaskConfig>) => Object.entries(tasks).map(([name, config]) => createHead(name, config, SHAPE, 0));
const classes = (...labels: string[]) => ({ kind: 'classification', labels });

function data(rows: object[]) {
  const text = rows.map((row, i) => JSON.stringify({ text: `row ${i}`, split: i % 3 ? 'train' : 'validation', ...row })).join('\n');
  return assignTasks(readDataset([{ name: 'rows.jsonl', text }]));
}

const TWO = data(
  Array.from({ length: 12 }, (_, i) => ({
    topic: 'xy'[i % 2],
    mood: 'uv'[Math.floor(i / 2) % 2],
    ents: [{ start: 0, end: 3, label: 'W' }],
  })),
);

describe('bindTasks', () => {
  it('by the same name', () => {
    expect(bindTasks(TWO, heads({ topic: classes('x', 'y'), mood: classes('u', 'v') }))).toBe(TWO);
  });

  it('where there is one of a kind on either side, under the name of the head; labels go with it', () => {
    const bound = bindTasks(TWO, heads({ topic: classes('x', 'y'), other: classes('u', 'v'), taskB: { kind: 'entities', types: ['W'] } }));
    expect(Object.keys(bound.tasks).sort()).toEqual(['other', 'taskB', 'topic']);
    expect({ ...bound.train[0].labels }).toEqual({ topic: 'y', other: 'u', taskB: [{ start: 0, end: 3, label: 'W' }] });
    expect(Object.keys(TWO.train[0].labels).sort()).toEqual(['ents', 'mood', 'topic']);
  });

  it('refuses to guess', () => {
    expect(() => bindTasks(TWO, heads({ one: classes('x', 'y') }))).toThrow(
      'It is not clear which of the data set’s tasks is which of the model’s: topic, mood and one. Give them the same names.',
    );
    expect(() => bindTasks(TWO, heads({ one: classes('x', 'y'), two: classes('u', 'v') }))).toThrow('topic, mood and one, two.');
  });

  it('a task that the model has no head for is left alone', () => {
    expect(bindTasks(TWO, heads({ far: { kind: 'regression' } }))).toBe(TWO);
  });
});

describe('tasksFor', () => {
  const tasksOf = (configs: Record<string, TaskConfig>, input = {}) => {
    const all = heads(configs);
    return tasksFor(TWO, all, completeOptions(input, kindsOf(all)), ['train', 'validation']).map(({ name }) => name);
  };

  it('those that both have', () => {
    expect(tasksOf({ topic: classes('x', 'y'), far: { kind: 'regression' }, ents: { kind: 'entities', types: ['W', 'V'] } })).toEqual([
      'topic',
      'ents',
    ]);
  });

  it('refuses labels that a head does not know, naming them, and heads that nothing is for', () => {
    expect(() => tasksOf({ topic: classes('x', 'z') })).toThrow(
      'The data set has "y" for the task topic, which the model’s head does not have (x, z).',
    );
    expect(() => tasksOf({ ents: { kind: 'entities', types: ['V'] } })).toThrow('has "W" for the task ents');
    expect(() => tasksOf({ far: { kind: 'regression' } })).toThrow(
      'The data set has no label for any of this model’s tasks (far: regression). It has topic: classification, mood: classification, ents: entities.',
    );
  });

  it('refuses a run whose learning heads have no training label', () => {
    const late = data(Array.from({ length: 12 }, (_, i) => (i % 3 ? { topic: 'xy'[i % 2] } : { mood: 'uv'[(i / 3) % 2], topic: 'x' })));
    const all = heads({ mood: classes('u', 'v') });
    expect(() => tasksFor(late, all, completeOptions({}, kindsOf(all)), ['train', 'validation'])).toThrow(
      'No training row has a label for any head that learns.',
    );
  });
});

describe('freshHeads', () => {
  it('one for each task, with the settings of the options; a mix of layers for entities', () => {
    const options = (input = {}) => completeOptions(input, kindsOf(heads(TWO.tasks)));
    const fresh = freshHeads(TWO, SHAPE, options({ tasks: { topic: { classWeights: 'balanced' }, ents: { units: 'pieces' } } }));
    expect(fresh.map(({ name, config }) => [name, config.classWeights ?? config.units])).toEqual([
      ['topic', 'balanced'],
      ['mood', 'none'],
      ['ents', 'pieces'],
    ]);
    const layers = (input: object) => freshHeads(TWO, SHAPE, options(input)).find(({ name }) => name === 'ents')?.config.layers;
    expect(layers({})).toBe('mix');
    expect(layers({ unfreeze: { layers: 1 } })).toBe('mix');
    expect(layers({ tasks: { ents: { layers: 'last' } } })).toBe('last');
  });

  it('columns that are no task leave nothing to learn', () => {
    const columns: AssignedColumn[] = [];
    expect(() => freshHeads({ ...TWO, tasks: {}, columns }, SHAPE, completeOptions())).toThrow(
      'There is nothing to learn from this data set',
    );
  });
});
