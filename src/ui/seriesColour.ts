/** How many colours of the theme tell series apart: `--series-1` and so on. */
const COLOURS = 8;

/** The CSS variable of a series' colour; after the last one the first comes again. @param index counted from 0 */
export const seriesColour = (index: number) => `--series-${(index % COLOURS) + 1}`;
