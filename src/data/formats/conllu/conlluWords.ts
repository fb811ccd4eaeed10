/** Words of CoNLL-U as they stand in the text: of a range (1-2) the word that is written, empty nodes (1.1) not at all. */

export interface Word {
  id: string;
  form: string;
  /** undefined where it has none. */
  tag: string | undefined;
  spaceAfter: boolean;
}

/** Words of several parts: those of which only a part belongs to an entity, and those with several entities. */
export interface OddWords {
  partial: number;
  several: number;
}

export function surfaceOf(words: Word[], odd: OddWords): { tokens: string[]; tags: string[]; text: string } {
  const tokens: string[] = [];
  const tags: string[] = [];
  let text = '';
  let last = 0;
  for (const { id, form, tag, spaceAfter } of words) {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(id) ?? [];
    if (id.includes('.') || (from === undefined && Number(id) <= last)) continue;
    last = to === undefined ? 0 : Number(to);
    tokens.push(form);
    tags.push(tag ?? (from === undefined ? 'O' : tagOfParts(partsOf(words, Number(from), last), odd)));
    text += form + (spaceAfter ? ' ' : '');
  }
  return { tokens, tags, text: text.trim() };
}

const partsOf = (words: Word[], from: number, to: number) =>
  words.filter(({ id }) => /^\d+$/.test(id) && Number(id) >= from && Number(id) <= to);

/** The entity of the parts as one word: it begins where their first begins, and ends where their last ends. */
function tagOfParts(parts: Word[], odd: OddWords): string {
  const tags = parts.map(({ tag }) => tag ?? 'O');
  const marked = tags.filter((tag) => tag !== 'O');
  if (marked.length === 0) return 'O';
  if (marked.length < tags.length) odd.partial++;
  const [first] = marked;
  const type = first.slice(2);
  const next = marked.findIndex((tag, i) => i > 0 && (tag.slice(2) !== type || /^[BSUW]-/.test(tag)));
  if (next > 0) odd.several++;
  const end = marked[(next < 0 ? marked.length : next) - 1];
  const begins = /^[BSUW]-/.test(first);
  const ends = /^[ESLUW]-/.test(end);
  return `${begins && ends ? 'S' : begins ? 'B' : ends ? 'E' : 'I'}-${type}`;
}
