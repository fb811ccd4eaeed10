/** Data sets that come with the page: the sample, and the control that must not learn. */
import { Random } from '../random';
import { type Dataset, type Example, emptyLabels } from './dataset';
import { describeColumn } from './labelSets';
import { readDataset } from './readDataset';
import { spansOfTags } from './tagSchemes';
import { splitWords } from './words';

/** Sentences of four topics with people, organisations and places, written for this project. */
export async function sampleDataset(): Promise<Dataset> {
  const { default: text } = await import('./sample/sample.jsonl?raw');
  const { train, validation, test, columns, problems } = readDataset([{ name: 'sample.jsonl', text }]);
  return { name: 'Sample', train, validation, test, columns, problems };
}

const TOPICS = ['World', 'Sports', 'Business', 'Science'];
const TAGS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'];

/**
 * Random labels on real sentences: whatever a model shows on its validation rows beyond chance is a fault
 * of the training or of the metrics.
 */
export function toyDataset(texts: string[], seed = 0): Dataset {
  const random = new Random(seed);
  const pick = (from: string[]) => from[Math.floor(random.next() * from.length)];
  const examples = texts.map((text): Example => {
    const words = splitWords(text);
    const labels = emptyLabels();
    labels.topic = pick(TOPICS);
    const tags = Array.from({ length: words.length / 2 }, () => pick(TAGS));
    labels.entities = spansOfTags(tags, words);
    return { text, labels, words };
  });
  const train = Math.round(examples.length * 0.8);
  return {
    name: 'Random labels',
    train: examples.slice(0, train),
    validation: examples.slice(train),
    test: [],
    columns: [describeColumn(examples, 'topic', 'names'), describeColumn(examples, 'entities', 'spans')],
    problems: [],
  };
}
