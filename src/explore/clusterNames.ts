/** Names for clusters from the words of their texts: class-based TF-IDF (Grootendorst, 2022, BERTopic). */
import { type StopWords, stopWordsOf } from './stopWords';

const NAME_WORDS = 3;
/** A word that names a cluster is in so many times as large a share of its texts as of all others. */
const TIMES_AS_FREQUENT = 2;
/** A word that is at home in a larger share of the clusters than this is a stop word, whether a list has it or not: of each, it is in at least half as large a share of texts as of all. */
const STOP_SHARE = 0.4;
/** Of a larger cluster, a word of one text says little. */
const FEW_TEXTS = 5;

/** Two letters, or one that is a word. */
const NAMING = /\p{L}.*\p{L}|\p{Script=Han}/u;

/** The words of a text, in lower case; of languages without spaces as well, where the browser can part them. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  if (!segmenter) return lower.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(lower)) if (isWordLike) words.push(segment);
  return words;
}

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'word' }) : undefined;

interface Counts {
  /** Occurrences by cluster. */
  times: Float64Array;
  /** Texts with the word, by cluster. */
  texts: Float64Array;
}

/** Counts words text by text, so that no more than the counts has to be kept. */
export class ClusterWords {
  private readonly counts = new Map<string, Counts>();
  private readonly texts: Float64Array;
  private words = 0;

  constructor(private readonly clusters: number) {
    this.texts = new Float64Array(clusters);
  }

  add(text: string, cluster: number): void {
    const words = wordsOf(text);
    const { clusters, counts } = this;
    this.texts[cluster]++;
    this.words += words.length;
    for (const [i, word] of words.entries()) {
      let known = counts.get(word);
      if (!known) {
        known = { times: new Float64Array(clusters), texts: new Float64Array(clusters) };
        counts.set(word, known);
      }
      known.times[cluster]++;
      if (words.indexOf(word) === i) known.texts[cluster]++;
    }
  }

  /** The weight of a word in a cluster: its occurrences there times log(1 + words of a cluster on average / all its occurrences). */
  weight(word: string, cluster: number): number {
    const known = this.counts.get(word);
    if (!known) return 0;
    return known.times[cluster] * Math.log(1 + this.words / this.clusters / sum(known.times));
  }

  /** Those of the language of the texts. */
  stopWords(): StopWords | undefined {
    return stopWordsOf([...this.counts].map(([word, { times }]) => [word, sum(times)] as const));
  }

  /** By cluster, its heaviest words without stop words; where it has no others, with them. */
  names(stopWords = this.stopWords()): string[] {
    return Array.from(this.texts, (_, cluster) => {
      const words = [...this.counts].filter(([word, { times }]) => times[cluster] > 0 && NAMING.test(word));
      const telling = words.filter(([word, counts]) => !stopWords?.words.has(word) && this.tells(counts, cluster));
      return (telling.length > 0 ? telling : words)
        .map(([word]) => ({ word, weight: this.weight(word, cluster) }))
        .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
        .slice(0, NAME_WORDS)
        .map(({ word }) => word)
        .join(', ');
    });
  }

  private isStopWord(texts: Float64Array): boolean {
    const usual = sum(texts) / sum(this.texts);
    const homes = texts.filter((count, cluster) => count >= (usual / 2) * this.texts[cluster] && count > 0).length;
    return homes > Math.max(1, STOP_SHARE * this.clusters);
  }

  private tells({ texts }: Counts, cluster: number): boolean {
    const size = this.texts[cluster];
    if (size >= FEW_TEXTS && texts[cluster] < 2) return false;
    if (this.isStopWord(texts)) return false;
    const elsewhere = sum(this.texts) - size;
    if (elsewhere === 0) return true;
    return texts[cluster] / size >= (TIMES_AS_FREQUENT * (sum(texts) - texts[cluster])) / elsewhere;
  }
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
