import { type KeyboardEvent, useState } from 'react';
import { toTandemError } from '../../errors';
import { DEFAULT_ENDPOINT } from '../../model/hubName';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { useModel } from '../stores';

const LOOK = 'h-8 w-72 max-w-[60%] rounded-md border border-line-strong bg-panel px-2 aria-invalid:border-bad aria-invalid:bg-bad-soft';

/** What HF_ENDPOINT is to other tools, and where it may pass downloads on to. */
export function EndpointField() {
  const endpoint = useModel((state) => state.endpoint);
  const hosts = useModel((state) => state.allowedHosts).join(' ');
  const chooseHub = useModel((state) => state.chooseHub);
  const [address, setAddress] = useState(endpoint);
  const [allowed, setAllowed] = useState(hosts);
  const [problem, setProblem] = useState<string>();
  const isChanged = address.trim() !== endpoint || allowed.trim() !== hosts;

  const save = () => {
    try {
      chooseHub(address.trim(), allowed.split(/[\s,]+/).filter(Boolean));
      location.reload();
    } catch (error) {
      setProblem(toTandemError(error).message);
    }
  };
  // Within the form that loads a model, Enter would load one.
  const saveOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (isChanged) save();
  };
  return (
    <details>
      <summary className="cursor-pointer text-muted">Another hub address{endpoint !== DEFAULT_ENDPOINT && ` (${endpoint})`}</summary>
      <div className="mt-2 flex flex-col gap-2">
        <Field
          name="Hub address"
          help="A mirror that serves the hub’s addresses, for networks that cannot reach huggingface.co."
          isDefault={address === DEFAULT_ENDPOINT}
          onReset={() => setAddress(DEFAULT_ENDPOINT)}
        >
          {(id, helpId) => (
            <input
              id={id}
              aria-describedby={helpId}
              type="url"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
              onKeyDown={saveOnEnter}
              spellCheck={false}
              className={LOOK}
            />
          )}
        </Field>
        <Field
          name="Hosts it passes downloads on to"
          help="Such as cdn.example, or *.example.org for all hosts below it. Those of Hugging Face are allowed already."
          isDefault={allowed === ''}
          onReset={() => setAllowed('')}
        >
          {(id, helpId) => (
            <input
              id={id}
              aria-describedby={helpId}
              value={allowed}
              onChange={(event) => setAllowed(event.target.value)}
              onKeyDown={saveOnEnter}
              spellCheck={false}
              autoCapitalize="off"
              className={LOOK}
            />
          )}
        </Field>
        {problem && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button disabled={!isChanged} onClick={save}>
            Save and reload
          </Button>
          <p className="min-w-60 flex-1 text-muted">
            The page can contact no other host than its own, the hub and these. That is settled when it opens, so it has to be reloaded.
          </p>
        </div>
      </div>
    </details>
  );
}
