/**
 * A dozen rows of two classes with the places in them marked, as JSON Lines: so few that a CPU trains an
 * encoder on them in seconds.
 *
 * @param cities of six to train on; the others validate
 */
export function cityRows(cities: number): string {
  return ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin']
    .flatMap((city, i) => {
      const split = i < cities ? 'train' : 'validation';
      return [
        { text: `${city} lies by the water.`, label: 'place', spans: [{ start: 0, end: city.length, label: 'LOC' }], split },
        { text: `They won ${i} to nothing.`, label: 'sport', spans: [], split },
      ];
    })
    .map((row) => JSON.stringify(row))
    .join('\n');
}
