import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button';

/** What is done to many rows at once is looked at first. The focus goes to what is marked with `data-first`. */
export function LabelDialog({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  return (
    <Dialog.Root open={true} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[data-first]');
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          className="fixed top-4 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-3 overflow-auto rounded-lg border border-line bg-panel px-4 pb-4 shadow-xl"
        >
          <div className="sticky top-0 z-10 -mx-4 flex items-center justify-between gap-3 border-b border-line bg-panel px-4 py-2">
            <Dialog.Title className="min-w-0 truncate text-base font-semibold">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="quiet">Close</Button>
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
