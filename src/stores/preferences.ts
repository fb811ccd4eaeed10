/** Small choices that outlast a visit, and what a tab remembers of itself over a reload. */
const PREFIX = 'tandem.';

/** A browser that refuses storage forgets them when the page is left, and that is all. @param storage refused where it throws */
const keeper = (storage: () => Storage) => ({
  read(name: string): string | undefined {
    try {
      return storage().getItem(PREFIX + name) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write(name: string, value: string): void {
    try {
      storage().setItem(PREFIX + name, value);
    } catch {
      // Refused or full.
    }
  },
});

export const { read: readPreference, write: writePreference } = keeper(() => localStorage);
export const { read: rememberedByTab, write: rememberForTab } = keeper(() => sessionStorage);
