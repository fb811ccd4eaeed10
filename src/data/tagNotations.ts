/**
 * How tags are spelt: `B-PER` is the usual way, others put the letter last, take another separator, or leave out
 * the letter or the type. All are turned into the usual spelling, of which tagSchemes.ts then tells the scheme.
 */

export interface Notation {
  name: 'usual' | 'prefix' | 'suffix' | 'untyped' | 'types';
  /** In words, for a person who may choose it. */
  title: string;
  /** @returns `O`, or a letter, a hyphen and a type; undefined for what is not a tag */
  spell(tag: string): string | undefined;
}

/** What entities are called whose tags have no type. */
export const UNTYPED = 'ENTITY';

const LETTERS = 'BIESLUMW';
/** The tags of a whole sentence in one cell. */
const SEVERAL = /\s(O|[BIESLUMW]-\S+)(\s|$)/;
const isOutside = (tag: string) => tag === 'O' || tag === 'o';

function byPattern(name: Notation['name'], title: string, pattern: RegExp, [letter, type]: [number, number]): Notation {
  return {
    name,
    title,
    spell(tag) {
      if (isOutside(tag)) return 'O';
      const found = tag.includes('|') || SEVERAL.test(tag) ? null : pattern.exec(tag);
      return found ? `${found[letter].toUpperCase()}-${type === 0 ? UNTYPED : found[type]}` : undefined;
    },
  };
}

const USUAL = byPattern('usual', 'B and I first, then the type (B-PER)', new RegExp(`^([${LETTERS}])-(\\S.*)$`), [1, 2]);
const SEPARATORS = ['-', '_', ':', '.', '/', '='];
/** For these every tag must fit, as their shapes say less. */
const OTHERS = [
  ...SEPARATORS.map((separator) =>
    byPattern(
      'prefix',
      `B and I first, then the type (B${separator}PER)`,
      new RegExp(`^([${LETTERS}])\\${separator}(\\S.*)$`, 'i'),
      [1, 2],
    ),
  ),
  ...SEPARATORS.map((separator) =>
    byPattern(
      'suffix',
      `the type first, then B and I (PER${separator}B)`,
      new RegExp(`^(\\S.*)\\${separator}([${LETTERS}])$`, 'i'),
      [2, 1],
    ),
  ),
  byPattern('untyped', 'B and I without a type', new RegExp(`^([${LETTERS}])$`, 'i'), [1, 0]),
];
const TYPES: Notation = {
  name: 'types',
  title: 'types only: neighbouring words of one type are one entity',
  spell: (tag) => (isOutside(tag) ? 'O' : /^\p{L}[^\s|]*$/u.test(tag) ? `I-${tag}` : undefined),
};

/**
 * @param tags different ones of a whole data set
 * @returns those that fit, the likely one first; none where they are no tags of entities
 */
export function notationsOf(tags: Iterable<string>): Notation[] {
  const all = [...tags];
  const marked = all.filter((tag) => !isOutside(tag));
  if (marked.length === 0) return all.length > 0 ? [USUAL] : [];
  const fits = ({ spell }: Notation) => marked.every((tag) => spell(tag) !== undefined);
  if (fits(USUAL)) return [USUAL];
  const found = OTHERS.filter((notation) => fits(notation) && marked.some((tag) => /^[BI]-/.test(notation.spell(tag) ?? '')));
  if (found.length === 0 && marked.some((tag) => USUAL.spell(tag))) return [USUAL];
  const typed = all.some(isOutside) && marked.filter((tag) => TYPES.spell(tag)).length * 2 > marked.length;
  return typed && !found.some(({ name }) => name === 'untyped') ? [...found, TYPES] : found;
}

/** Whether they number names, which must be known to read them. */
export function areNumbers(tags: Iterable<string>): boolean {
  const all = [...tags];
  return all.length > 0 && all.every((tag) => /^-?\d+$/.test(tag));
}

/** `O`, or a beginning or an inside of a type, with a hyphen or an underscore: what tables of words have in their cells. */
export const isCellTag = (tag: string) => /^(O|[BIESLUMW][-_]\S+)$/.test(tag);

/** Whether it is a tag in the usual spelling. */
export const isUsualTag = (tag: string) => USUAL.spell(tag) !== undefined;
