/** Small files of all layouts of data, and what can be done to them. */
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';

export const lines = (...rows: unknown[]) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
/** One small file of every kind, by the name that it has. */
export const MUTATED_FILES: [name: string, text: string][] = [
  ['a.csv', 'text,label,score\n"one, two",pos,1.5\n"say ""hi""",neg,2\n🎉 three,pos,0.25\n'],
  ['a.tsv', 'text\tlabel\n"two\nlines"\tpos\nplain\tneg\n'],
  ['words.csv', 'Sentence #,Word,POS,Tag\nSentence: 1,Mira,NNP,B-per\n,slept,VBD,O\nSentence: 2,Porto,NNP,B-geo\n'],
  ['a.jsonl', lines({ text: 'Mira slept', label: 'x', spans: [{ start: 0, end: 4, label: 'PER' }] }, { text: '🎉 Porto', label: 'y', spans: [] })],
  ['a.json', JSON.stringify({ data: [{ text: 'good', label: ['a', 'b'] }, { text: 'bad', label: [] }] }, null, 1)],
  ['pandas.json', '{"text":{"0":"good","1":"bad"},"label":{"0":"pos","1":"neg"}}'],
  ['squad.json', JSON.stringify({ data: [{ paragraphs: [{ context: 'Mira slept.', qas: [{ question: 'Who?', answers: [{ text: 'Mira', answer_start: 0 }] }] }] }] })],
  ['a.conll', '-DOCSTART- -X- O\n\n# label = x\nMira B-PER\nOlden I-PER\nslept O\n\nPorto B-LOC\n'],
  ['a.conllu', '# text = Mira slept.\n1\tMira\tMira\tPROPN\t_\t_\t2\tnsubj\t_\tNER=B-PER\n2\tslept\tsleep\tVERB\t_\t_\t0\troot\t_\tNER=O\n\n'],
  ['a.gold_conll', '#begin document (x); part 000\nx 0 0 Mira NNP * - - - - (PERSON) -\nx 0 1 slept VBD * - - - - * -\n\n#end document\n'],
  ['webanno.tsv', '#FORMAT=WebAnno TSV 3.3\n#T_SP=x.type.NamedEntity|value\n\n#Text=Mira slept.\n1-1\t0-4\tMira\tPER\n1-2\t5-10\tslept\t_\n'],
  ['labels.txt', '__label__a one film\n__label__b __label__c two films\n'],
  ['trees.txt', '(3 (2 One) (3 film))\n(0 (2 (1 Two) (2 dull)) (2 films))\n'],
  ['trec.txt', 'LOC:city What city ?\nHUM:ind Who ?\nLOC:other Where ?\nHUM:gr Which team ?\n'],
  ['plain.txt', 'one line\nanother line\n'],
  ['nlu.yml', 'version: "3.1"\nnlu:\n- intent: go\n  examples: |\n    - fly to [Porto](city)\n    - hi\n'],
  ['rasa.json', JSON.stringify({ rasa_nlu_data: { common_examples: [{ text: 'fly to Porto', intent: 'go', entities: [{ start: 7, end: 12, value: 'Porto', entity: 'city' }] }] } })],
  ['snips.json', JSON.stringify({ Go: [{ data: [{ text: 'fly to ' }, { text: 'Porto', entity: 'city' }] }] })],
  ['massive.jsonl', lines({ id: '0', locale: 'en-US', partition: 'train', scenario: 's', intent: 'i', utt: 'wake me at nine', annot_utt: 'wake me at [time : nine]' })],
  ['clinc.json', JSON.stringify({ train: [['set an alarm', 'alarm']], val: [['play', 'music']], oos_train: [['why', 'oos']] })],
  ['prodigy.jsonl', lines({ text: 'Mira slept', _input_hash: 1, _task_hash: 2, spans: [{ start: 0, end: 4, label: 'PER' }], answer: 'accept' })],
  ['doccano.jsonl', lines({ id: 0, text: 'Mira slept', label: [[0, 4, 'PER']], Comments: [] })],
  ['ls.json', JSON.stringify([{ id: 1, annotations: [{ id: 1, result: [{ from_name: 'label', to_name: 'text', type: 'labels', value: { start: 0, end: 4, text: 'Mira', labels: ['PER'] } }] }], data: { text: 'Mira slept' } }])],
  ['spacy.json', JSON.stringify([['Mira slept', { entities: [[0, 4, 'PER']], cats: { a: 1 } }]])],
  ['gliner.json', JSON.stringify([{ tokenized_text: ['Mira', 'slept'], ner: [[0, 0, 'person']] }])],
]; // biome-ignore format: one file per line

const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\0',
  '"',
  '\n\n',
  '[[[[',
  '{"',
  '\t',
  '\ufeff',
  'NaN',
  '-1',
  '1e999',
  '\u202e',
  "'",
  '\\',
];

export interface Mutation {
  file: number;
  ops: { at: number; length: number; insert: string; flip: number }[];
  archive: boolean;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: fc.nat(MUTATED_FILES.length - 1),
  ops: fc.array(
    fc.record({
      at: fc.nat(400),
      length: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1000)),
      insert: fc.oneof(fc.constant(''), fc.constantFrom(...HOSTILE), fc.string({ maxLength: 8 })),
      flip: fc.nat(255),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  archive: fc.boolean(),
});

export function mutatedFile({ file, ops, archive }: Mutation): File {
  const [name, text] = MUTATED_FILES[file];
  let mutated = text;
  for (const { at, length, insert } of ops)
    mutated = mutated.slice(0, at % (mutated.length + 1)) + insert + mutated.slice((at % (mutated.length + 1)) + length);
  const bytes = archive ? zipSync({ [name]: strToU8(mutated) }) : strToU8(mutated);
  for (const { at, flip, length } of ops) if (length === 0 && flip > 0) bytes[at % Math.max(1, bytes.length)] ^= flip;
  return new File([bytes], archive ? `${name}.zip` : name);
}
