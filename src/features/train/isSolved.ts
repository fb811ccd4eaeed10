import type { RunRecord } from '../../train/runs/runs';

/** Whether a task's one best head was computed at once: it has no epochs. */
export const isSolved = (run: Pick<RunRecord, 'tasks'> | undefined, task: string): boolean => run?.tasks[task]?.solvedC !== undefined;
