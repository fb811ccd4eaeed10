import type { ReactNode } from 'react';

interface SettingsGroupProps {
  title: string;
  /** Whether it is open when it appears. */
  open: boolean;
  children: ReactNode;
}

/** Settings under a title that folds them away. */
export function SettingsGroup({ title, open, children }: SettingsGroupProps) {
  return (
    <details open={open} className="px-3 py-2">
      <summary className="cursor-pointer font-medium">{title}</summary>
      <div className="mt-1 flex flex-col gap-1.5">{children}</div>
    </details>
  );
}
