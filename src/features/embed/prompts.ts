/** Which prompt goes before sentences, by what a person chose and what the model has. */
import type { PromptChoice, SentenceFacts } from '../../workers/protocol';

/** No name of a prompt: what stands for none. */
export const NO_PROMPT = '';

/** The prompts of a model that say something. */
export const namedPrompts = ({ prompts }: SentenceFacts): [name: string, prompt: string][] =>
  Object.entries(prompts).filter(([name, prompt]) => name !== NO_PROMPT && prompt !== '');

/** A prompt that was chosen for another model, and that this one does not have, is not its. */
export function promptChoice(sentence: SentenceFacts, chosen: string | undefined): PromptChoice {
  if (chosen === NO_PROMPT) return { prompt: '' };
  return chosen !== undefined && namedPrompts(sentence).some(([name]) => name === chosen) ? { promptName: chosen } : {};
}
