/** A project belongs to the tab that has it open, by a Web Lock: two tabs that write one would overwrite each other. */
const nameOf = (project: string) => `tandem-project-${project}`;

/**
 * @param patience milliseconds to wait where another tab has it: one that is being reloaded gives it up in a moment. Default: 0
 * @returns what gives it up; undefined where another tab has it
 */
export async function claimProject(id: string, patience = 0): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const hold = () => new Promise<void>((release) => resolve(release));
    const request =
      patience > 0
        ? navigator.locks.request(nameOf(id), { signal: AbortSignal.timeout(patience) }, hold)
        : navigator.locks.request(nameOf(id), { ifAvailable: true }, (lock) => (lock ? hold() : resolve(undefined)));
    request.catch((error: unknown) =>
      error instanceof DOMException && error.name === 'TimeoutError' ? resolve(undefined) : reject(error),
    );
  });
}

/** @returns ids of the projects that are open in any tab */
export async function openProjects(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query();
  const prefix = nameOf('');
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
