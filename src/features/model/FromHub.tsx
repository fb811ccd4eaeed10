import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/Button';
import { useModel } from '../stores';
import { EndpointField } from './EndpointField';
import { SUGGESTIONS } from './suggestions';
import { TokenField } from './TokenField';

/** A repository by its name or the address of its page, with suggestions. */
export function FromHub() {
  const loading = useModel((state) => state.loading);
  const load = useModel((state) => state.load);
  const [repository, setRepository] = useState('');
  const helpId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void load(repository.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2" aria-label="Load from the Hugging Face hub">
      <h3 className="font-semibold">From the Hugging Face hub</h3>
      <div className="flex gap-2">
        <input
          aria-describedby={helpId}
          value={repository}
          onChange={(event) => setRepository(event.target.value)}
          aria-label="Repository"
          placeholder="org/name"
          spellCheck={false}
          autoCapitalize="off"
          className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-panel px-2"
        />
        <Button type="submit" kind="primary" disabled={repository.trim() === '' || loading !== undefined}>
          Load
        </Button>
      </div>
      <p id={helpId} className="text-muted">
        By its name (org/name or org/name@revision) or the address of its page. A model is checked first, then downloaded once and kept in
        this browser. What you do with it stays here.
      </p>
      <ul className="grid gap-x-4 sm:grid-cols-2" aria-label="Suggestions">
        {SUGGESTIONS.map(({ id, what, megabytes }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => setRepository(id)}
              title={id}
              className={`flex w-full flex-col rounded-md px-2 py-1 text-left hover:bg-sunken ${repository === id ? 'bg-accent-soft' : ''}`}
            >
              <span className="w-full truncate">{id.slice(id.indexOf('/') + 1)}</span>
              <span className="text-xs text-muted">
                {what} · {megabytes} MB
              </span>
            </button>
          </li>
        ))}
      </ul>
      <TokenField />
      <EndpointField />
    </form>
  );
}
