/** Small choices that outlast a visit. A browser that refuses storage forgets them, and that is all. */
const PREFIX = 'tandem.';

export function readPreference(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Refused or full: the choice holds for this visit.
  }
}

/** What a tab remembers of itself over a reload. */
export function rememberedByTab(name: string): string | undefined {
  try {
    return sessionStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberForTab(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // Refused: the tab begins anew after a reload.
  }
}
