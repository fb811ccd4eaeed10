import type { ButtonHTMLAttributes } from 'react';

type Kind = 'primary' | 'plain' | 'quiet';

const LOOKS: Record<Kind, string> = {
  primary: 'bg-accent text-accent-text border-transparent hover:opacity-90 font-medium',
  plain: 'bg-panel text-text border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-muted border-transparent hover:text-text hover:bg-sunken',
};

export function Button({ kind = 'plain', className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind }) {
  return (
    <button
      type="button"
      className={`inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-50 ${LOOKS[kind]} ${className}`}
      {...rest}
    />
  );
}
