/** The task kinds there are. A new one is a folder beside these and a line here. */

import type { Label } from '../data/dataset';
import { TandemError } from '../errors';
import { classification } from './classification/classification';
import { entities } from './entities/entities';
import type { AnyKind, TaskConfig, TaskKind } from './kind';
import { multiLabel } from './multiLabel/multiLabel';
import { questionAnswering } from './questionAnswering/questionAnswering';
import { regression } from './regression/regression';
import { similarity } from './similarity/similarity';

const registry = new Map<string, AnyKind>();

/** Makes a task kind known. @throws RangeError when its name is taken by another */
export function registerTask<Config extends TaskConfig, Gold extends Label, Answer, Details>(
  kind: TaskKind<Config, Gold, Answer, Details>,
): void {
  const known = registry.get(kind.kind);
  // What a kind is given comes from itself: its config from `complete`, its gold from `gold`.
  const asAny = kind as unknown as AnyKind;
  if (known && known !== asAny) throw new RangeError(`a task kind "${kind.kind}" is registered already`);
  registry.set(kind.kind, asAny);
}

export const taskKinds = (): AnyKind[] => [...registry.values()];

/** @throws TandemError `bad-input` when no such kind is registered */
export function taskKind(kind: string): AnyKind {
  const found = registry.get(kind);
  if (found) return found;
  throw new TandemError('bad-input', `There is no task kind "${kind}". Known are ${[...registry.keys()].join(', ')}.`);
}

registerTask(classification);
registerTask(entities);
registerTask(multiLabel);
registerTask(regression);
registerTask(similarity);
registerTask(questionAnswering);
