import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

interface PopoverPanelProps {
  align: 'start' | 'end';
  /** Names it to screen readers. */
  label: string;
  /** Its width, and what else is its own. */
  className: string;
  children: ReactNode;
}

/** What a popover opens: above dialogs too, as its button may be in one. */
export function PopoverPanel({ align, label, className, children }: PopoverPanelProps) {
  return (
    <Popover.Portal>
      <Popover.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        aria-label={label}
        className={`z-30 rounded-lg border border-line bg-panel shadow-xl ${className}`}
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  );
}
