import { expect, it } from 'vitest';
import { parsePythonLiteral } from './pythonLiteral';

it.each<[string, unknown]>([
  ["['B-PER', 'O']", ['B-PER', 'O']],
  [`["it's", 'say "x"', 'it\\'s']`, ["it's", 'say "x"', "it's"]],
  ["[(0, 4, 'PER'), (10, 15, 'LOC',)]", [[0, 4, 'PER'], [10, 15, 'LOC']]], // biome-ignore format: one case per line
  ["[{'start': 0, 'end': 4, 'label': 'PER', 'sure': True, 'note': None}]", [{ start: 0, end: 4, label: 'PER', sure: true, note: null }]],
  ["{'a', 'b'}", ['a', 'b']],
  ["['B-PER' 'I-PER'\n 'O']", ['B-PER', 'I-PER', 'O']],
  ['[1, -2.5, 3e2]', [1, -2.5, 300]],
  ["['caf\\xe9', '\\u00fc\\n']", ['café', 'ü\n']],
  ['[]', []],
])('%s', (text, value) => {
  expect(parsePythonLiteral(text)).toEqual(value);
});

it.each(['[time : nine am]', "['open", '[a, b]', '(see above)', "['a'] and more", '[,]', '{:}', `${'['.repeat(1000)}`])(
  'not a literal: %s',
  (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined();
  },
);
