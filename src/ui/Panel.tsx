import type { ReactNode, Ref } from 'react';

interface PanelProps {
  title: string;
  /** Right of the title: counts, switches, buttons. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Of its heading, which then can be given the focus where a control that had it is gone. */
  heading?: Ref<HTMLHeadingElement>;
}

/** A titled region; its title names it to screen readers. */
export function Panel({ title, aside, children, className = '', heading }: PanelProps) {
  return (
    <section aria-label={title} className={`flex min-w-0 flex-col rounded-lg border border-line bg-panel ${className}`}>
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <h2 ref={heading} tabIndex={heading ? -1 : undefined} className="font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
