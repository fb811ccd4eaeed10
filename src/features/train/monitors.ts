import type { TaskConfig } from '../../tasks/kind';
import type { KindInfo } from '../../workers/protocol';
import { inSentence } from '../metric';

/** What a run may be stopped by, with its name: `topic.macroF1` is "macro-F1 of topic". */
export const monitors = (tasks: Record<string, TaskConfig>, kinds: ReadonlyMap<string, KindInfo>): [monitor: string, name: string][] => [
  ['mean', 'mean of the tasks'],
  ...Object.entries(tasks).flatMap(([task, { kind }]) =>
    (kinds.get(kind)?.metrics ?? []).map((spec): [string, string] => [`${task}.${spec.id}`, `${inSentence(spec)} of ${task}`]),
  ),
];
