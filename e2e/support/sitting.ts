/** Texts of a person who has labelled none of them: of two topics, each with somebody’s name. */
const PEOPLE = ['Anna Berg', 'Tom Keller', 'Maria Lopez', 'Jonas Weber', 'Elif Demir', 'Paul Martin', 'Sara Nowak', 'Liam Byrne'];
const SPORT = [
  'scored twice in the second half',
  'won the marathon in the rain',
  'missed the final because of an injury',
  'was sent off after ten minutes',
  'beat the champion in three sets',
];
const COOKING = [
  'fries onions in butter until they are soft',
  'bakes bread with rye flour and honey',
  'adds garlic and basil to the soup',
  'lets the dough rest overnight',
  'roasts potatoes with olive oil',
];

export const TEXTS = Array.from({ length: 40 }, (_, i) => `${PEOPLE[i % 8]} ${(i % 2 ? COOKING : SPORT)[Math.floor(i / 8)]}.`);
export const FILE = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXTS.join('\n')) };
/** Of neither the texts’ words nor their people. */
export const NEW_TEXTS = ['Nora Fischer saved a penalty in the last minute.', 'Oscar Lind stirs cream into the sauce.'];

/** The class, then both words of the name. */
export const keysFor = (text: string): string[] => [
  SPORT.some((what) => text.includes(what)) ? '1' : '2',
  't',
  'ArrowRight',
  'Shift+ArrowRight',
  '1',
  't',
];
