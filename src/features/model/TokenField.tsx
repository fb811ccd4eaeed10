import { useModel } from '../stores';

/** For private and gated repositories. */
export function TokenField() {
  const token = useModel((state) => state.token);
  const endpoint = useModel((state) => state.endpoint);
  const setToken = useModel((state) => state.setToken);
  return (
    <details>
      <summary className="cursor-pointer text-muted">Access token, for private and gated models{token && ' (set)'}</summary>
      <input
        type="password"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        aria-label="Access token"
        placeholder="hf_…"
        autoComplete="off"
        spellCheck={false}
        className="mt-2 h-8 w-full rounded-md border border-line-strong bg-panel px-2"
      />
      <p className="mt-1 text-muted">
        Create one in the hub’s settings; read access is enough. It is sent only to {endpoint}, and forgotten when this page is closed.
      </p>
    </details>
  );
}
