/** The two tasks that a model has on the page before any data set brings its own: those of the exercise. */
import type { TaskConfig } from '../tasks/kind';

export const DEFAULT_SEED = 7;

export const EXERCISE_TASKS: Record<string, TaskConfig> = {
  topic: { kind: 'classification', labels: ['World', 'Sports', 'Business', 'Science'] },
  entities: { kind: 'entities', types: ['PER', 'ORG', 'LOC'] },
};
