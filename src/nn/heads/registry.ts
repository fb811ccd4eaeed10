/** The head types there are. A new one is a file beside this one and a line here. */
import { TandemError } from '../../errors';
import type { HeadType } from './head';
import { sentenceClassification } from './sentenceClassification';
import { tokenClassification } from './tokenClassification';

/** What asks for a head: the registered type, and whatever that type reads. */
export interface HeadConfig {
  type: string;
  [option: string]: unknown;
}

type AnyHead = HeadType<HeadConfig, unknown>;

const registry = new Map<string, AnyHead>();

/** Makes a head type known. @throws RangeError when its name is taken by another */
export function registerHead<Config extends { type: string }, Output>(head: HeadType<Config, Output>): void {
  const known = registry.get(head.type);
  const asAny = head as unknown as AnyHead;
  if (known && known !== asAny) throw new RangeError(`a head type "${head.type}" is registered already`);
  registry.set(head.type, asAny);
}

/** @throws TandemError `bad-input` when no head of that type is registered */
export function headType(type: string): AnyHead {
  const head = registry.get(type);
  if (!head) throw new TandemError('bad-input', `There is no head of type "${type}". Known are ${[...registry.keys()].join(', ')}.`);
  return head;
}

registerHead(sentenceClassification);
registerHead(tokenClassification);
