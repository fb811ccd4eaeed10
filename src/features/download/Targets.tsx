import { useEffect } from 'react';
import { type Saved, savedKey } from '../../stores/exportStore';
import { Button } from '../../ui/Button';
import { saveBlob } from '../../ui/saveBlob';
import type { TargetInfo } from '../../workers/protocol';
import { useExports } from '../stores';

interface TargetsProps {
  of: Saved;
  /** When a file is asked for. */
  onSave?: () => void;
}

/** All ways to save a model; each with a line that says what opens it. */
export function Targets({ of, onSave }: TargetsProps) {
  const offer = useExports((state) => state.offer);
  const offered = useExports((state) => state.offered);
  const error = useExports((state) => state.error);
  const key = savedKey(of);
  useEffect(() => {
    void offer(JSON.parse(key) as Saved);
  }, [key, offer]);
  if (offered?.of !== key) {
    return (
      <p role={error ? 'alert' : 'status'} className={`px-3 py-3 ${error ? 'text-bad' : 'text-muted'}`}>
        {error ? error.message : 'Checking what the model can be saved for…'}
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {offered.targets
        .filter(({ tasks, withoutTask }) => !tasks || tasks.length > 0 || withoutTask)
        .map((target) => (
          <Target key={target.name} of={of} target={target} onSave={onSave} />
        ))}
    </ul>
  );
}

function Target({ of, target, onSave }: TargetsProps & { target: TargetInfo }) {
  const { title, opens, refused, tasks = [], withoutTask } = target;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
      <div className="min-w-56 flex-1">
        <p className="font-semibold">{title}</p>
        <p className={refused ? 'text-warn' : 'text-muted'}>{refused ?? opens}</p>
      </div>
      {!refused && (
        <div className="flex flex-wrap gap-1">
          {target.tasks === undefined && <SaveButton of={of} target={target} onSave={onSave} label="Save" />}
          {withoutTask && <SaveButton of={of} target={target} onSave={onSave} label="Embeddings" />}
          {tasks.map((task) => (
            <SaveButton key={task} of={of} target={target} onSave={onSave} task={task} label={task} />
          ))}
        </div>
      )}
    </li>
  );
}

function SaveButton({ of, target, onSave, task, label }: TargetsProps & { target: TargetInfo; task?: string; label: string }) {
  const save = useExports((state) => state.save);
  const busy = useExports(({ saving }) => saving !== undefined);
  const download = async () => {
    onSave?.();
    const file = await save(of, target, task);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <Button
      className="h-7 max-w-44 px-2"
      disabled={busy}
      aria-label={`Save for ${target.title}${label === 'Save' ? '' : `: ${label}`}`}
      onClick={() => void download()}
    >
      <span className="truncate">{label}</span>
    </Button>
  );
}
