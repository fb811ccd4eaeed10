import { expect, it } from 'vitest';
import { classTexts, saysSomething, silentClasses, spokenNames } from './classNames';

it.each([
  [
    ['card_arrival', 'Refund_not_showing_up', 'top-up by cash'],
    ['card arrival', 'refund not showing up', 'top-up by cash'],
  ],
  [
    ['AddToPlaylist', 'RateBook', 'getWeather24h'],
    ['add to playlist', 'rate book', 'get weather24h'],
  ],
  [
    ['intent.pay', 'intent.send_money'],
    ['pay', 'send money'],
  ],
  [
    ['ask', 'ask_again'],
    ['ask', 'ask again'],
  ],
  [
    ['HUM', 'LOC:city'],
    ['HUM', 'LOC city'],
  ],
  [
    [' München ', '_'],
    ['München', '_'],
  ],
  [['billing'], ['billing']],
])('%j in words are %j', (names, words) => expect(spokenNames(names)).toEqual(words));

it('a class has the texts that a person gives it, and its name where there are none', () => {
  expect(classTexts(['card_lost', 'fees', 'other'], { fees: ['What a transfer costs. ', 'How much is it?'], other: ['  '] })).toEqual([
    { label: 0, text: 'card lost' },
    { label: 1, text: 'What a transfer costs.' },
    { label: 1, text: 'How much is it?' },
    { label: 2, text: 'other' },
  ]);
  expect(() => classTexts(['a', 'b'], { c: ['what?'] })).toThrow('names describe a class "c", and there is none. There are a, b.');
});

it('a number or a sign says nothing, a word of one sign may', () => {
  expect(['0', 'A', '4 *', 'x1', '+', 'DESC', 'LOC'].filter(saysSomething)).toEqual([]);
  expect(['ok', 'gut', 'LOC city', 'TRAVEL', 'Ж ы да', '好'].every(saysSomething)).toBe(true);
});

it('a class is silent where neither its name nor what it is described by says anything', () => {
  expect(silentClasses(['1', '2', 'LOC', 'refund'], {})).toEqual(['1', '2', 'LOC']);
  expect(silentClasses(['1', '2', 'LOC', 'refund'], { 1: ['bad, disappointing'], LOC: ['?'] })).toEqual(['2', 'LOC']);
});
