/** Rows with labels of tasks of all six kinds, some of them missing here and there, beyond ASCII and beyond the first plane. */
import { type Example, emptyLabels, type Label } from '../data/dataset';
import type { TaskDataset } from '../train/data/tasks';

const CITIES = ['Oslo', 'Lima', 'São Paulo', 'Delhi', 'Quito', 'Turin', 'Łódź'];
const TOPICS = ['place', 'sport', 'food'];
const EXTRAS = ['rain', 'music', 'trains'];
const OPENINGS = ['', '🎉 ', 'Yesterday, ', 'In the 1920s '];

function example(i: number): Example {
  const city = CITIES[(i * 5) % CITIES.length];
  const topic = TOPICS[i % TOPICS.length];
  const extras = EXTRAS.filter((_, bit) => (Math.floor(i / 2) >> bit) & 1);
  const opening = OPENINGS[i % OPENINGS.length];
  const text = `${opening}${city} has a new ${topic} ${extras.length > 0 ? `with ${extras.join(' and ')}` : ''} near ${CITIES[(i + 1) % CITIES.length]}-Mitte.`;
  const start = opening.length;
  const second = text.lastIndexOf(CITIES[(i + 1) % CITIES.length]);
  const labels: Record<string, Label> = {
    topic,
    extras,
    score: 2 + extras.length + (i % 4) / 10,
    places: [
      { start, end: start + city.length, label: 'LOC' },
      { start: second, end: text.length - 1, label: 'PART' },
    ],
    alike: (i % 5) / 4,
    where: [{ start, end: start + city.length, label: 'answer' }],
  };
  const known = Object.entries(labels).filter((_, task) => (i + task) % 4 !== 3);
  const words = [...text.matchAll(/\S+/g)].flatMap(({ index, 0: word }) => [index, index + word.length]);
  return {
    text,
    ...(i % 7 === 6 ? {} : { other: `Where is the ${topic}${i % 2 ? ' of the city' : ''}?` }),
    labels: Object.assign(emptyLabels(), Object.fromEntries(known)),
    words: Uint32Array.from(words),
  };
}

export function everyTask(train: number, validation: number): TaskDataset {
  const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => example(from + i));
  const tasks = {
    topic: { kind: 'classification', labels: TOPICS, classWeights: 'balanced', labelSmoothing: 0.1 },
    extras: { kind: 'multiLabel', labels: EXTRAS },
    score: { kind: 'regression' },
    places: { kind: 'entities', types: ['LOC', 'PART'] },
    alike: { kind: 'similarity', range: [0, 1], projection: 8 },
    where: { kind: 'questionAnswering' },
  };
  return {
    name: 'every task',
    columns: [],
    problems: [],
    tasks,
    train: rows(0, train),
    validation: rows(train, validation),
    test: rows(train + validation, 5),
  };
}
