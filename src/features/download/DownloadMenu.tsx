import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';
import { type Saved, savedKey } from '../../stores/exportStore';
import { Button } from '../../ui/Button';
import { PopoverPanel } from '../../ui/PopoverPanel';
import { saveBlob } from '../../ui/saveBlob';
import type { TargetInfo } from '../../workers/protocol';
import { useExports } from '../stores';

interface DownloadMenuProps {
  of: Saved;
  /** Tells one menu from another: "the run of 3 May". */
  what: string;
  /** What has to be done first: loading the model that a run belongs to. */
  prepare?: () => Promise<void>;
  className?: string;
  disabled?: boolean;
  title?: string;
}

/** One button for all ways to save a model; each with a line that says what opens it. */
export function DownloadMenu({ of, what, prepare, className, disabled, title }: DownloadMenuProps) {
  const busy = useExports(({ saving }) => saving !== undefined);
  const [preparing, setPreparing] = useState(false);
  const begin = async (open: boolean) => {
    if (!open || !prepare) return;
    setPreparing(true);
    try {
      await prepare();
    } finally {
      setPreparing(false);
    }
  };
  return (
    <Popover.Root modal onOpenChange={(open) => void begin(open)}>
      <Popover.Trigger asChild>
        <Button className={className} disabled={disabled || busy} title={title} aria-label={`Download ${what}`}>
          Download
        </Button>
      </Popover.Trigger>
      <PopoverPanel
        align="start"
        label={`Ways to save ${what}`}
        className="max-h-(--radix-popover-content-available-height) w-[min(34rem,calc(100vw-1rem))] overflow-auto"
      >
        {preparing ? <p className="px-3 py-3 text-muted">Loading the model…</p> : <Targets of={of} />}
      </PopoverPanel>
    </Popover.Root>
  );
}

function Targets({ of }: { of: Saved }) {
  const offer = useExports((state) => state.offer);
  const offered = useExports((state) => state.offered);
  const error = useExports((state) => state.error);
  const key = savedKey(of);
  useEffect(() => {
    void offer(JSON.parse(key) as Saved);
  }, [key, offer]);
  if (offered?.of !== key) {
    return <p className="px-3 py-3 text-muted">{error ? error.message : 'Checking what the model can be saved for…'}</p>;
  }
  return (
    <ul className="divide-y divide-line">
      {offered.targets
        .filter(({ tasks, withoutTask }) => !tasks || tasks.length > 0 || withoutTask)
        .map((target) => (
          <Target key={target.name} of={of} target={target} />
        ))}
    </ul>
  );
}

function Target({ of, target }: { of: Saved; target: TargetInfo }) {
  const { title, opens, refused, tasks = [], withoutTask } = target;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
      <div className="min-w-56 flex-1">
        <p className="font-semibold">{title}</p>
        <p className={refused ? 'text-warn' : 'text-muted'}>{refused ?? opens}</p>
      </div>
      {!refused && (
        <div className="flex flex-wrap gap-1">
          {target.tasks === undefined && <SaveButton of={of} target={target} label="Save" />}
          {withoutTask && <SaveButton of={of} target={target} label="Embeddings" />}
          {tasks.map((task) => (
            <SaveButton key={task} of={of} target={target} task={task} label={task} />
          ))}
        </div>
      )}
    </li>
  );
}

function SaveButton({ of, target, task, label }: { of: Saved; target: TargetInfo; task?: string; label: string }) {
  const save = useExports((state) => state.save);
  const download = async () => {
    const file = await save(of, target, task);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <Popover.Close asChild>
      <Button
        className="h-7 max-w-44 px-2"
        aria-label={`Save for ${target.title}${label === 'Save' ? '' : `: ${label}`}`}
        onClick={() => void download()}
      >
        <span className="truncate">{label}</span>
      </Button>
    </Popover.Close>
  );
}
