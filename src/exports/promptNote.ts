/** What must be said of prompts where a file cannot put them before texts. */
import type { Model } from '../model/model';

/** For a model card, in Markdown; empty for a model that has no prompts. */
export function promptNote({ sentence: { prompts, defaultPrompt } }: Model): string {
  const named = Object.entries(prompts).filter(([, prompt]) => prompt !== '');
  if (named.length === 0) return '';
  const list = named.map(([name, prompt]) => `\`${prompt}\` (${name}${name === defaultPrompt ? ', the default' : ''})`).join(', ');
  return `\nThis model was made for texts with a prompt before them: ${list}. Put it there: nothing in this folder does.\n`;
}
