/** GLiNER's tokens and entities, and SpERT's, read and written. */
import { describe, expect, it } from 'vitest';
import { again, outOf, read, said, spansOf } from './shared/toolTesting';

const record = {
  tokenized_text: ['🎉🎉', 'Mira', 'Olden', 'flew', 'to', 'Porto', '.'],
  ner: [
    [1, 2, 'person'],
    [5, 5, 'city'],
  ],
};

describe('GLiNER', () => {
  it('entities by their first and last token; a text without any has none', () => {
    const data = read('train.json', JSON.stringify([record, { tokenized_text: ['Rain', 'fell'], ner: [] }]));
    expect(data.format).toBe('gliner');
    expect(spansOf(data, 'entities')).toEqual([['🎉🎉 Mira Olden flew to Porto .', 'Mira Olden/person', 'Porto/city'], ['Rain fell']]);
    expect(said(data)).toEqual([]);
  });

  it('one record, JSON Lines, and the names "tokens" and "entities"', () => {
    expect(spansOf(read('a.json', JSON.stringify(record)), 'entities')).toHaveLength(1);
    const lines = [record, record].map(({ tokenized_text, ner }) => JSON.stringify({ tokens: tokenized_text, entities: ner }));
    expect(spansOf(read('a.jsonl', lines.join('\n')), 'entities')[1]).toContain('Porto/city');
  });

  it('an entity outside of its tokens is left out by itself', () => {
    const data = read(
      'a.json',
      JSON.stringify([
        {
          ...record,
          ner: [
            [5, 9, 'city'],
            [1, 2, 'person'],
          ],
        },
      ]),
    );
    expect(spansOf(data, 'entities')[0]).toEqual([expect.any(String), 'Mira Olden/person']);
    expect(said(data)).toEqual(['1: [5,9,"city"] is not an entity in these 7 tokens; it is left out']);
  });

  it('objects end behind their last token, or it is asked', () => {
    const sure = { tokens: ['Mira', 'Olden'], entities: [{ type: 'person', start: 0, end: 2 }], relations: [] };
    expect(spansOf(read('a.json', JSON.stringify([sure])), 'entities')[0]).toContain('Mira Olden/person');
    const open = JSON.stringify([{ ...sure, tokens: ['Mira', 'Olden', 'flew', 'off'] }]);
    const data = read('a.json', open);
    expect(data.questions).toMatchObject([{ id: 'entity end', answer: 'behind', open: true }]);
    expect(spansOf(read('a.json', open, { answers: { 'entity end': 'last' } }), 'entities')[0]).toContain('Mira Olden flew/person');
  });

  it('indices in quotation marks, and entities that are not known', () => {
    const data = read(
      'a.json',
      JSON.stringify([
        { tokenized_text: ['Mira', 'Olden'], ner: [['0', '1', 'person']], label: 'x' },
        { tokenized_text: ['Rain'], ner: null },
      ]),
    );
    expect(spansOf(data, 'entities')).toEqual([['Mira Olden', 'Mira Olden/person'], ['Rain']]);
    expect(data.train[1].labels.entities).toBeUndefined();
    expect(said(data)).toEqual(['label: not part of GLiNER (entities by tokens), so not read as labels unless you choose them']);
  });

  it('tags beside tokens are not GLiNER’s', () => {
    expect(read('a.jsonl', '{"tokens":["Ada","!"],"ner":["B-PER","O"]}').format).toBe('jsonl');
  });

  it('is written and read back with the text that it came from', () => {
    const text = '🎉🎉 Mira Olden flew to Porto. A 5mg dose';
    const spans = [
      { start: 5, end: 15, label: 'person' },
      { start: 24, end: 29, label: 'city' },
      { start: 33, end: 34, label: 'amount' },
    ];
    const { files, messages } = outOf('gliner', [
      { text, split: 'train', labels: { entities: spans, topic: 'travel' } },
      { text: 'Nothing known', split: 'train', labels: {} },
      { text: 'Rain', split: 'test', labels: { entities: [] } },
    ]);
    expect(files.map(({ path }) => path)).toEqual(['train.json', 'test.json']);
    expect(messages).toEqual([
      'topic: left out, with the labels of 1 row: GLiNER cannot hold classes',
      '1 row has no label that GLiNER can hold and is left out, because GLiNER would count it as labelled',
    ]);
    const back = again(files);
    expect(back.train).toEqual([{ text, labels: { entities: spans } }]);
    expect(back.test).toEqual([{ text: 'Rain', labels: { entities: [] } }]);
  });
});
