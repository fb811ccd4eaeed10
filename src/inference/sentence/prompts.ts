/** The prompt that goes before texts, chosen as sentence-transformers chooses it. */
import { TandemError } from '../../errors';
import type { Usage } from '../../model/sentence/texts';

/** The first name of a prompt that the model has. */
export const nameOfPrompt = ({ prompts }: Pick<Usage, 'prompts'>, prompt: string): string | undefined =>
  Object.keys(prompts).find((name) => prompts[name] === prompt);

/** @throws TandemError `bad-input` for a name that the model does not have */
export function resolvePrompt(
  { prompts, defaultPrompt }: Pick<Usage, 'prompts' | 'defaultPrompt'>,
  { prompt, promptName = defaultPrompt }: { prompt?: string; promptName?: string },
): string {
  if (prompt !== undefined) return prompt;
  if (promptName === undefined) return '';
  if (Object.hasOwn(prompts, promptName)) return prompts[promptName];
  throw new TandemError('bad-input', `This model has no prompt "${promptName}". It has ${Object.keys(prompts).join(', ')}.`);
}
