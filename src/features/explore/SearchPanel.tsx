import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { Panel } from '../../ui/Panel';
import { namedPrompts } from '../embed/prompts';
import { SIMILARITY_NAMES } from '../sentenceInWords';
import { useEmbed, useExplore, useModel } from '../stores';

/** The prompt that search models have for what is sought. */
const QUERY_PROMPT = 'query';

/** Finds sentences by what they mean. */
export function SearchPanel() {
  const loaded = useModel((state) => state.loaded);
  const similarity = useExplore((state) => state.set?.similarity ?? 'cosine');
  const searching = useExplore((state) => state.searching);
  const found = useExplore((state) => state.found);
  const search = useExplore((state) => state.search);
  const forget = useExplore((state) => state.forgetSearch);
  const choose = useExplore((state) => state.choose);
  const selected = useEmbed((state) => state.selected);
  const select = useEmbed((state) => state.select);
  const [query, setQuery] = useState('');
  const id = useId();
  const prompt = loaded && namedPrompts(loaded.sentence).find(([name]) => name === QUERY_PROMPT);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (loaded) void search(loaded.handle, query, prompt ? { promptName: QUERY_PROMPT } : {});
  };
  return (
    <Panel title="Search by meaning">
      <form className="flex flex-col gap-1 p-3" onSubmit={submit}>
        <label htmlFor={id} className="sr-only">
          What to search for
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            type="search"
            dir="auto"
            className={`${controlLook} min-w-0 flex-1`}
            placeholder="What to search for"
            value={query}
            onChange={({ target }) => {
              setQuery(target.value);
              if (target.value === '') forget();
            }}
          />
          <Button type="submit" disabled={!loaded || searching || query.trim() === ''}>
            Search
          </Button>
        </div>
        <p className="text-xs text-muted">
          {SIMILARITY_NAMES[similarity]}
          {prompt && ` · the query gets the prompt “${prompt[1].trim()}”`}
        </p>
      </form>
      {found && (
        <>
          <ol className="max-h-80 overflow-y-auto border-t border-line py-1" aria-label={`Found for ${found.query}`}>
            {found.hits.map(({ index, text, score }) => (
              <li key={index}>
                <button
                  type="button"
                  aria-pressed={index === selected}
                  className={`flex w-full items-center gap-3 px-3 py-1 text-left hover:bg-sunken ${index === selected ? 'bg-accent-soft' : ''}`}
                  onClick={() => void select(index)}
                >
                  <span className="w-12 shrink-0 text-right tabular-nums">{score.toFixed(3)}</span>
                  <span dir="auto" className="truncate" title={text}>
                    {text}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <div className="flex items-center gap-2 border-t border-line px-3 py-2">
            <Button
              className="h-7 px-2"
              onClick={() =>
                choose(
                  `Found: ${found.query}`,
                  found.hits.map(({ index }) => index),
                )
              }
            >
              Choose these
            </Button>
            <span className="text-xs text-muted">They have a ring in the map.</span>
          </div>
        </>
      )}
    </Panel>
  );
}
