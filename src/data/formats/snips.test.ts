/** SNIPS: texts in pieces. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../readDataset';
import { entities, messages } from './shared/testReading';

const source = (name: string, value: object) => ({ name, text: JSON.stringify(value) });
const playlist = (...pieces: object[]) => ({ AddToPlaylist: [{ data: pieces }] });

describe('SNIPS', () => {
  it('pieces are joined, and those with an entity are its spans', () => {
    const { format, train, validation } = readDataset([
      source('train_AddToPlaylist.json', playlist({ text: '🎉🎉 ' }, { text: 'Mira Olden', entity: 'artist' }, { text: ' to my list' })),
      source('train_PlayMusic.json', { PlayMusic: [{ data: [{ text: 'play' }] }] }),
      source('validate_AddToPlaylist.json', playlist({ text: 'add ' }, { text: 'Porto', entity: 'constructor' })),
    ]);
    expect(format).toBe('snips');
    expect(train.map(({ text, labels }) => [text, labels.intent])).toEqual([
      ['🎉🎉 Mira Olden to my list', 'AddToPlaylist'],
      ['play', 'PlayMusic'],
    ]);
    expect(train.map((example) => entities(example, 'slots'))).toEqual([[['Mira Olden', 'artist']], []]);
    expect(validation.map((example) => entities(example, 'slots'))).toEqual([[['Porto', 'constructor']]]);
  });

  it('the data sets of snips-nlu, whose slots have names', () => {
    const data = [{ text: 'from ' }, { text: 'Porto', entity: 'city', slot_name: 'departure' }, { text: ' now', slot_name: null }];
    const { train } = readDataset(
      [
        source('dataset.json', {
          language: 'en',
          entities: { city: {} },
          intents: { flight: { utterances: [{ data }] }, none: { utterances: [] } },
        }),
      ],
      { validationShare: 0 },
    );
    expect(train.map((example) => [example.text, example.labels.intent, entities(example, 'slots')])).toEqual([
      ['from Porto now', 'flight', [['Porto', 'departure']]],
    ]);
  });

  it('a part of another file is not read twice, and broken texts are named', () => {
    const dataset = readDataset(
      [
        source('train_AddToPlaylist.json', playlist({ text: 'add' })),
        source('train_AddToPlaylist_full.json', {
          AddToPlaylist: [...Array.from({ length: 20 }, () => ({ data: [{ text: 'add' }] })), { data: 'x' }],
        }),
      ],
      { validationShare: 0 },
    );
    expect(dataset.train).toHaveLength(20);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        'undefined: train_AddToPlaylist.json: left out, because the files ending in _full have these rows too',
        '21: this is not a text in pieces (of AddToPlaylist); it is left out',
      ]),
    );
  });
});
