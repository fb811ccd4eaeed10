/** The ways in which files mark entities word by word, and their conversion to IOB2. Tags are in the usual spelling. */
import type { Span } from './dataset';

/** IO marks words without saying where an entity begins. */
export type TagScheme = 'IOB1' | 'IOB2' | 'BIOES' | 'IO';

/** Letters that BIOES files use instead: BILOU has L and U, BMEWO has M and W. */
const SYNONYMS: Record<string, string> = { L: 'E', U: 'S', M: 'I', W: 'S' };
const TAG = /^([BIESLUMW])-(\S.*)$/;

/** @param sequences without unknown tags */
export function detectScheme(sequences: Iterable<string[]>): TagScheme {
  let beginnings = false;
  let opensWithInside = false;
  let needlessBeginning = true;
  for (const tags of sequences) {
    for (const [i, tag] of tags.entries()) {
      if (/^[ESLUMW]-/.test(tag)) return 'BIOES';
      const before = tags[i - 1] ?? 'O';
      const continues = before !== 'O' && before.slice(2) === tag.slice(2);
      if (tag.startsWith('B-')) {
        beginnings = true;
        // IOB1 writes B only where an entity follows another of its type at once.
        if (!continues) needlessBeginning = false;
      } else if (tag.startsWith('I-') && !continues) opensWithInside = true;
    }
  }
  return opensWithInside && (!beginnings || needlessBeginning) ? 'IOB1' : 'IOB2';
}

/** @param tags of `scheme`, without unknown ones; those of IOB2 stay as they stand, ill-formed ones too */
export function toIob2(tags: string[], scheme: TagScheme): string[] {
  if (scheme === 'IOB2') return tags;
  let open = '';
  return tags.map((tag) => {
    const [, letter = 'O', type = ''] = TAG.exec(tag) ?? [];
    const prefix = SYNONYMS[letter] ?? letter;
    if (prefix === 'O') {
      open = '';
      return tag;
    }
    const begins = prefix === 'B' || prefix === 'S' || open !== type;
    open = scheme === 'BIOES' && (prefix === 'E' || prefix === 'S') ? '' : type;
    return `${begins ? 'B' : 'I'}-${type}`;
  });
}

/** Words whose tag continues an entity where there is none of its type: some tools write so, some files are wrong. */
export function strayInsides(tags: string[], scheme: TagScheme): number {
  if (scheme === 'IOB1' || scheme === 'IO') return 0;
  const ended = scheme === 'BIOES' ? /^[ESLUW]-/ : /^$/;
  return tags.filter((tag, i) => {
    const before = tags[i - 1] ?? 'O';
    return /^[IMEL]-/.test(tag) && (before.slice(2) !== tag.slice(2) || ended.test(before));
  }).length;
}

/**
 * The entities of tagged words. An `I-X` that continues nothing opens an entity.
 *
 * @param tags IOB2, one per word
 * @param words UTF-16 offsets, flat
 */
export function spansOfTags(tags: string[], words: Uint32Array): Span[] {
  const spans: Span[] = [];
  for (const [i, tag] of tags.entries()) {
    if (tag === 'O') continue;
    const label = tag.slice(2);
    const before = tags[i - 1] ?? 'O';
    const open = tag.startsWith('I-') && before.slice(2) === label ? spans.at(-1) : undefined;
    if (open) open.end = words[2 * i + 1];
    else spans.push({ start: words[2 * i], end: words[2 * i + 1], label });
  }
  return spans;
}
