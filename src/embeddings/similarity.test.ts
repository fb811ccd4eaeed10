import { describe, it } from 'vitest';
import { SIMILARITIES } from '../model/sentence/texts';
import { expectClose } from '../testing/gpuTest';
import { floats, sentenceFixture } from '../testing/sentenceFolders';
import { rowsOf, similarityMatrix } from './similarity';

const { similarities, sentences } = sentenceFixture;
const embeddings = floats(similarities.embeddings);
const rows = rowsOf(embeddings, embeddings.length / sentences.length);

describe('similarityMatrix is SentenceTransformer.similarity', () => {
  it.each(SIMILARITIES)('%s', (name) => {
    const expected = floats(similarities[name]);
    expectClose(similarityMatrix(name, rows, rows), expected, 2e-6 * Math.max(...expected.map(Math.abs)));
  });

  it('between rows of two matrices', () => {
    const values = similarityMatrix('dot', rows.slice(1), rows);
    expectClose(values, floats(similarities.dot).slice(sentences.length), 1e-5);
  });
});
