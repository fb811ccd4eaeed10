/**
 * Sixty short rows with labels of six tasks, as JSON Lines: two classifications, several labels at once, two numbers, places.
 * All that is asked for stands in the text.
 */
const CITIES = ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin'];
const TOPICS = [
  { topic: 'place', words: (city: string) => `${city} lies by the water` },
  { topic: 'sport', words: (city: string) => `The team of ${city} won the match` },
  { topic: 'food', words: (city: string) => `A cook in ${city} bakes bread` },
];
const EXTRAS = ['rain', 'music', 'trains'];

/** @param split of row i. Default: every seventh row validates, every tenth is for testing */
export function manyTaskRows(split: (i: number) => string = defaultSplit): string {
  return Array.from({ length: 60 }, (_, i) => {
    const city = CITIES[(i * 5) % CITIES.length];
    const { topic, words } = TOPICS[i % TOPICS.length];
    const happy = Math.floor(i / 3) % 2 === 0;
    const extras = EXTRAS.filter((_, bit) => (Math.floor(i / 2) >> bit) & 1);
    const text = `${words(city)}${extras.length > 0 ? ` with ${extras.join(' and ')}` : ''}, ${happy ? 'how lovely' : 'how awful'}.`;
    const start = text.indexOf(city);
    return JSON.stringify({
      text,
      topic,
      mood: happy ? 'happy' : 'sad',
      extras,
      score: (happy ? 8 : 2) + extras.length / 2 + (i % 3) / 10,
      urgency: (happy ? 0.2 : 0.8) + (i % 7) / 100,
      entities: [{ start, end: start + city.length, label: 'LOC' }],
      split: split(i),
    });
  }).join('\n');
}

const defaultSplit = (i: number) => (i % 10 === 9 ? 'test' : i % 7 === 3 ? 'validation' : 'train');
