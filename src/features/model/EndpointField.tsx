import { DEFAULT_ENDPOINT } from '../../model/hubName';
import { Button } from '../../ui/Button';
import { useModel } from '../stores';

/** What HF_ENDPOINT is to other tools. */
export function EndpointField() {
  const endpoint = useModel((state) => state.endpoint);
  const setEndpoint = useModel((state) => state.setEndpoint);
  return (
    <details>
      <summary className="cursor-pointer text-muted">Another hub address</summary>
      <div className="mt-2 flex gap-2">
        <input
          type="url"
          value={endpoint}
          onChange={(event) => setEndpoint(event.target.value)}
          aria-label="Hub address"
          spellCheck={false}
          className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-panel px-2"
        />
        <Button kind="quiet" disabled={endpoint === DEFAULT_ENDPOINT} onClick={() => setEndpoint(DEFAULT_ENDPOINT)}>
          Reset
        </Button>
      </div>
      <p className="mt-1 text-muted">A mirror that serves the hub’s addresses, for networks that cannot reach huggingface.co.</p>
    </details>
  );
}
