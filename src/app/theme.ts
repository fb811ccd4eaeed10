/** Light or dark: what was chosen here, else what the system says. */
import { readPreference, writePreference } from '../stores/preferences';

export type Theme = 'light' | 'dark';

export function startTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => show((readPreference('theme') as Theme | undefined) ?? (system.matches ? 'dark' : 'light'));
  system.addEventListener('change', apply);
  apply();
}

export function chooseTheme(theme: Theme): void {
  writePreference('theme', theme);
  show(theme);
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
