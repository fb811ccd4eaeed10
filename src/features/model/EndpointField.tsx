import { type KeyboardEvent, useId, useState } from 'react';
import { toTandemError } from '../../errors';
import { DEFAULT_ENDPOINT } from '../../model/hubName';
import { Button } from '../../ui/Button';
import { useModel } from '../stores';

/** What HF_ENDPOINT is to other tools, and where it may redirect downloads. */
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
  const reset = () => {
    setAddress(DEFAULT_ENDPOINT);
    setAllowed('');
  };
  return (
    <details>
      <summary className="cursor-pointer text-muted">Another hub address{endpoint !== DEFAULT_ENDPOINT && ` (${endpoint})`}</summary>
      <div className="mt-2 flex flex-col gap-2">
        <HostInput
          name="Hub address"
          help="A mirror that serves the hub’s addresses, for networks that cannot reach huggingface.co."
          value={address}
          onChange={setAddress}
          onEnter={save}
        />
        <HostInput
          name="Hosts it redirects downloads to"
          help="Such as cdn.example, or *.example.org for all hosts below it. Those of Hugging Face are allowed already."
          value={allowed}
          onChange={setAllowed}
          onEnter={save}
        />
        {problem && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <p className="text-muted">
          The page can contact no hosts but its own, the hub and these. This is fixed when the page opens, so a change reloads it.
        </p>
        <div className="flex gap-2">
          <Button disabled={!isChanged} onClick={save}>
            Save and reload
          </Button>
          <Button kind="quiet" disabled={address === DEFAULT_ENDPOINT && allowed === ''} onClick={reset}>
            Reset
          </Button>
        </div>
      </div>
    </details>
  );
}

interface HostInputProps {
  name: string;
  help: string;
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
}

function HostInput({ name, help, value, onChange, onEnter }: HostInputProps) {
  const id = useId();
  // Within the form that loads a model, Enter would load one.
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onEnter();
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        aria-describedby={`${id}help`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={enter}
        inputMode="url"
        spellCheck={false}
        autoCapitalize="off"
        className="h-8 w-full rounded-md border border-line-strong bg-panel px-2"
      />
      <p id={`${id}help`} className="text-xs text-muted">
        {help}
      </p>
    </div>
  );
}
