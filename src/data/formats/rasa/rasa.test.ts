/** Rasa's training data in its three forms. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from '../../readDataset';
import { entities, messages } from '../shared/testReading';

const read = (name: string, text: string, options: ReadOptions = {}) => readDataset([{ name, text }], { validationShare: 0, ...options });
const rows = ({ train }: ReturnType<typeof read>) =>
  train.map((example) => [example.text, example.labels.intent, entities(example, 'entities')]);

describe('Rasa YAML', () => {
  const text = `version: "3.1"
nlu:
- intent: book_trip
  examples: |
    - fly to [Porto](city)
    - a room in [NYC]{"entity": "city", "value": "new york", "role": "to"}

    - 🎉🎉 [Mira Olden](person:Olden) flew to [Porto](city).
    a line
- intent: faq/hours
  examples:
  - text: |
      is [room 4][{"entity": "room"}, {"entity": "place"}] open \\[now\\](x)
    metadata:
      sentiment: neutral
  - text: when [today]{entity}
- intent: no
  examples: |
    - nope [sic] ok
- synonym: new york
  examples: |
    - NYC
- regex: zip
  examples: |
    - \\d{5}
responses:
  utter_faq/hours:
  - text: At nine
`;

  it('marks are taken out of the texts, and problems have their lines', () => {
    const dataset = read('nlu.yml', text);
    expect(dataset.format).toBe('rasa');
    expect(rows(dataset)).toEqual([
      ['fly to Porto', 'book_trip', [['Porto', 'city']]],
      ['a room in NYC', 'book_trip', [['NYC', 'city']]],
      [
        '🎉🎉 Mira Olden flew to Porto.',
        'book_trip',
        [
          ['Mira Olden', 'person'],
          ['Porto', 'city'],
        ],
      ],
      ['is room 4 open [now](x)', 'faq/hours', [['room 4', 'room']]],
      ['when today', 'faq/hours', undefined],
      ['nope [sic] ok', 'no', []],
    ]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        '9: "a line" does not begin with a hyphen; it is left out',
        '16: the part after "[today]" names no entity; the entities of this example are left out',
        'undefined: only examples of intents are read; left out: synonym (1), regex (1), responses (1)',
      ]),
    );
    expect(messages(dataset).join()).toMatch(/12: the spans .* overlap/);
  });

  it('what a role and a retrieval intent are is asked', () => {
    const { questions } = read('nlu.yml', text);
    expect(questions.map(({ id, answer, open }) => [id, answer, open])).toEqual([
      ['roles of entities', 'type', true],
      ['retrieval intents', 'both', false],
    ]);
    const dataset = read('nlu.yml', text, { answers: { 'roles of entities': 'role', 'retrieval intents': 'first' } });
    expect(rows(dataset)[1]).toEqual(['a room in NYC', 'book_trip', [['NYC', 'city.to']]]);
    expect(rows(dataset)[3][1]).toBe('faq');
  });

  it('a file without marks says nothing of entities; other files of a project are passed over', () => {
    const nlu = 'nlu:\n- intent: constructor\n  examples: |\n    - hi\n    - hello there\n';
    const dataset = readDataset(
      [
        { name: 'bot/domain.yml', text: 'intents:\n- greet\n' },
        { name: 'bot/data/nlu.yml', text: nlu },
      ],
      { validationShare: 0 },
    );
    expect(rows(dataset)).toEqual([
      ['hi', 'constructor', undefined],
      ['hello there', 'constructor', undefined],
    ]);
    expect(messages(dataset)).toContain("undefined: bot/domain.yml: no examples of Rasa's NLU are in there; passed over");
  });

  it('under any name', () => {
    expect(read('nlu.txt', 'version: "3.1"\nnlu:\n- intent: x\n  examples: |\n    - hi\n').format).toBe('rasa');
    expect(read('nlu.txt', '## intent:x\n- hi\n').train).toHaveLength(1);
  });

  it('what is not YAML is refused with its line', () => {
    expect(() => read('nlu.yml', 'nlu:\n- intent: x\n  examples: |\n    - a\n "b: [c\n')).toThrow(/nlu.yml is not YAML from line \d on/);
  });
});

describe('Rasa JSON', () => {
  const example = (text: string, found: object[], intent = 'book') => ({ text, intent, entities: found });
  const file = (...examples: object[]) =>
    JSON.stringify(
      { rasa_nlu_data: { common_examples: examples, entity_synonyms: [{ value: 'Lisboa', synonyms: ['LX'] }], lookup_tables: [] } },
      null,
      1,
    );

  it('offsets count code points, and the value of a synonym is not what is covered', () => {
    const dataset = read(
      'nlu.json',
      file(
        example('🎉🎉 Mira Olden flew to Porto.', [
          { start: 3, end: 13, value: 'Mira Olden', entity: 'person' },
          { start: 22, end: 27, value: 'oporto', entity: 'city' },
        ]),
        example('Lisboa is LX', [{ start: 10, end: 12, value: 'Lisboa', entity: 'city' }]),
        example('to Porto now', [{ start: 4, end: 9, value: 'Porto', entity: 'city' }]),
        { text: 'hi', intent: 'greet' },
        { intent: 'greet' },
      ),
    );
    expect(rows(dataset)).toEqual([
      [
        '🎉🎉 Mira Olden flew to Porto.',
        'book',
        [
          ['Mira Olden', 'person'],
          ['Porto', 'city'],
        ],
      ],
      ['Lisboa is LX', 'book', [['LX', 'city']]],
      // What the offsets cover is no word, and what the value says stands elsewhere.
      ['to Porto now', 'book', [['Porto', 'city']]],
      ['hi', 'greet', []],
    ]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        '50: this example has no text; it is left out',
        'undefined: only examples of intents are read; left out: entity_synonyms (1)',
      ]),
    );
  });

  it('empty lists throughout say nothing', () => {
    expect(rows(read('nlu.json', file(example('hi', []), example('bye', []))))[0]).toEqual(['hi', 'book', undefined]);
  });
});

describe('Rasa Markdown', () => {
  it('sections, comments, and other headings', () => {
    const text = `<!-- two
lines -->
## intent:book_trip
- fly to [Porto](city) <!-- soon -->
* a room in [NYC](city:new york)

## intent:greet
- hi\\nthere

# intent:leave
- bye

## synonym:new york
- NYC
`;
    const dataset = readDataset(
      [
        { name: 'data/nlu.md', text },
        { name: 'data/domain.yml', text: 'intents: []' },
        { name: 'README.md', text: '# A bot\n## intent:x\n- y' },
      ],
      { validationShare: 0 },
    );
    expect(rows(dataset)).toEqual([
      ['fly to Porto', 'book_trip', [['Porto', 'city']]],
      ['a room in NYC', 'book_trip', [['NYC', 'city']]],
      ['hi\nthere', 'greet', []],
      ['bye', 'leave', []],
    ]);
    expect(messages(dataset)).toContain('undefined: only examples of intents are read; left out: synonym (1)');
  });
});
