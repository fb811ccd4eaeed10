/** Data sets that come with the page: the sample, and the control that must not learn. */
import { Random } from '../random';
import type { Dataset, Example } from './dataset';
import { labelsOf, tagsOf } from './labelSets';
import { readDataset } from './readDataset';
import { splitWords } from './words';

/** Sentences of four classes with people, organisations and places, written for this project. */
export async function sampleDataset(): Promise<Dataset> {
  const { default: text } = await import('./sample/sample.jsonl?raw');
  const { train, validation, labels, tags, problems } = readDataset([{ name: 'sample.jsonl', text }]);
  return { name: 'Sample', train, validation, labels, tags, problems };
}

const CLASSES = ['World', 'Sports', 'Business', 'Science'];
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
    return { text, label: pick(CLASSES), words, tags: Array.from({ length: words.length / 2 }, () => pick(TAGS)) };
  });
  const train = Math.round(examples.length * 0.8);
  return {
    name: 'Random labels',
    train: examples.slice(0, train),
    validation: examples.slice(train),
    labels: labelsOf(examples),
    tags: tagsOf(examples),
    problems: [],
  };
}
