import type { ReactNode } from 'react';

export function Figure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-xs font-semibold text-muted">{title}</figcaption>
      {children}
    </figure>
  );
}
