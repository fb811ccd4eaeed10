import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Saved } from '../../stores/exportStore';
import { Button } from '../../ui/Button';
import { PopoverPanel } from '../../ui/PopoverPanel';
import { useExports } from '../stores';
import { Targets } from './Targets';

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
  const [isOpen, setOpen] = useState(false);
  const [preparing, setPreparing] = useState(false);
  const change = async (open: boolean) => {
    setOpen(open);
    if (!open || !prepare) return;
    setPreparing(true);
    try {
      await prepare();
    } finally {
      setPreparing(false);
    }
  };
  return (
    <Popover.Root modal open={isOpen} onOpenChange={(open) => void change(open)}>
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
        {preparing ? <p className="px-3 py-3 text-muted">Loading the model…</p> : <Targets of={of} onSave={() => setOpen(false)} />}
      </PopoverPanel>
    </Popover.Root>
  );
}
