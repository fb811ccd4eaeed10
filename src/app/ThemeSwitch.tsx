import { useDark } from '../ui/useDark';
import { chooseTheme } from './theme';

export function ThemeSwitch() {
  const dark = useDark();
  return (
    <button
      type="button"
      aria-label={dark ? 'Switch to light' : 'Switch to dark'}
      title={dark ? 'Switch to light' : 'Switch to dark'}
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
    >
      <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
      </svg>
    </button>
  );
}
