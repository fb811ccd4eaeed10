import { Dialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './Button';

interface DialogFrameProps {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button that opens it. Absent where others do. */
  trigger?: ReactNode;
  /** Whether it may be opened from another dialog, and then lies above it. */
  above?: boolean;
  /** Stays in sight below the title: what is going on, what went wrong. */
  status?: ReactNode;
  children: ReactNode;
}

/** A dialog with its title and a way to close it in sight. What had the focus has it again afterwards. */
export function DialogFrame({ title, open, onOpenChange, trigger, above = false, status, children }: DialogFrameProps) {
  const before = useRef<Element>(null);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      <Dialog.Portal>
        <Dialog.Overlay className={`fixed inset-0 bg-black/40 ${above ? 'z-30' : 'z-10'}`} />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            if (!(before.current instanceof HTMLElement)) return;
            event.preventDefault();
            before.current.focus();
          }}
          className={`fixed top-4 left-1/2 flex max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-4 overflow-auto rounded-lg border border-line bg-panel px-4 pb-4 shadow-xl ${above ? 'z-40' : 'z-20'}`}
        >
          <div className="sticky top-0 z-10 -mx-4 flex flex-col gap-2 border-b border-line bg-panel px-4 py-2">
            <div className="flex items-center justify-between">
              <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
              <Dialog.Close asChild>
                <Button kind="quiet">Close</Button>
              </Dialog.Close>
            </div>
            {status}
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
