/** Long work on the page, with a turn for keys and frames every few milliseconds. */

const SLICE_MS = 12;

/** @returns to be awaited now and then: it lets others have their turn once a slice of time is used up */
export function slices(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        until = performance.now() + SLICE_MS;
        resolve();
      }),
    );
  };
}

/** Places of values, where each stands once. */
export async function placesOf(values: readonly string[]): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  const turn = slices();
  for (let place = 0; place < values.length; place++) {
    places.set(values[place], place);
    if (place % 1000 === 999) await turn();
  }
  return places;
}
