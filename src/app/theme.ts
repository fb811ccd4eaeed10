/** Light or dark: what was chosen here, else what the system says, as always where it forces its colours. */
import { readPreference, writePreference } from '../stores/preferences';

export type Theme = 'light' | 'dark';

export function startTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const forced = matchMedia('(forced-colors: active)');
  const apply = () => {
    const chosen = forced.matches ? undefined : (readPreference('theme') as Theme | undefined);
    show(chosen ?? (system.matches ? 'dark' : 'light'));
  };
  for (const query of [system, forced]) query.addEventListener('change', apply);
  apply();
}

export function chooseTheme(theme: Theme): void {
  writePreference('theme', theme);
  show(theme);
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
