import { SelectField } from '../../ui/SelectField';
import type { SentenceFacts } from '../../workers/protocol';
import { useEmbed } from '../stores';
import { NO_PROMPT, namedPrompts } from './prompts';

/** What goes before every sentence, of a model that has prompts: its own default first, which is none for most. */
export function PromptField({ sentence }: { sentence: SentenceFacts }) {
  const chosen = useEmbed((state) => state.promptName);
  const choose = useEmbed((state) => state.setPromptName);
  const named = namedPrompts(sentence);
  if (named.length === 0) return null;
  const fallback = sentence.defaultPrompt ?? NO_PROMPT;
  const choices = [...named.map(([name, prompt]) => [name, `${name}: “${prompt.trim()}”`] as const), [NO_PROMPT, 'none'] as const];
  const value = chosen !== undefined && choices.some(([name]) => name === chosen) ? chosen : fallback;
  return (
    <div className="px-3 pb-3">
      <SelectField
        name="Prompt"
        help="Put before every sentence. Search models have one for queries and another for documents."
        choices={[...choices].sort(([a], [b]) => Number(b === fallback) - Number(a === fallback))}
        value={value}
        isDefault={value === fallback}
        onChange={choose}
        onReset={() => choose(undefined)}
      />
    </div>
  );
}
