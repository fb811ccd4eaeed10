import { breather, SLICE_MS } from '../breather';

/** Places of values, where each stands once; found while the page answers. */
export async function placesOf(values: readonly string[]): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  const breathe = breather(SLICE_MS);
  for (let place = 0; place < values.length; place++) {
    places.set(values[place], place);
    if (place % 1000 === 999) await breathe();
  }
  return places;
}
