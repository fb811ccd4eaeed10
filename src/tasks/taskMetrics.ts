/** What a model is worth on a split. */

/** `loss` (a mean), `count` (examples that have a label), and the metrics of the task's kind by their ids. */
export type TaskMetrics = Record<string, number>;

/** By the name of each task that the split has labels for. */
export type Metrics = Record<string, TaskMetrics>;
