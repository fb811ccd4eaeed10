/** Added tokens: found in a text as they stand, before or after normalisation, and never cut. Follows Rust's `AddedVocabulary`. */
import * as v from 'valibot';
import { AlignedText } from './alignedText';
import { blanksAtEnd, blanksAtStart } from './blanks';
import { escapeRegExp, WORD_CHARACTERS } from './expressions';
import { lowercase } from './normalizers/letters';
import type { Normalize } from './normalizers/registry';
import { idSchema } from './vocabulary';

export const addedToken = v.object({
  id: idSchema,
  content: v.string(),
  /** Of no account here; other programs leave special tokens out when they write texts. */
  special: v.optional(v.boolean(), false),
  /** Not within a longer word. */
  single_word: v.optional(v.boolean(), false),
  /** Takes the blanks before it. */
  lstrip: v.optional(v.boolean(), false),
  /** Takes the blanks behind it. */
  rstrip: v.optional(v.boolean(), false),
  /** Found in the normalised text, by its own normalised form. */
  normalized: v.optional(v.boolean(), false),
});

export type AddedToken = v.InferOutput<typeof addedToken>;

/** A part of a text, which is a token as a whole where `id` is there. */
export interface TextPart {
  text: AlignedText;
  id?: number;
}

/** Cuts added tokens out of texts, and normalises what lies between. */
export class AddedTokens {
  private readonly verbatim: Finder;
  private readonly normalized: Finder;

  constructor(
    private readonly tokens: AddedToken[],
    private readonly normalize: Normalize,
  ) {
    const forms = tokens.map((token) => ({
      token,
      form: token.normalized ? normalize(AlignedText.of(token.content)).text : token.content,
    }));
    this.verbatim = new Finder(forms.filter(({ token }) => !token.normalized));
    this.normalized = new Finder(forms.filter(({ token }) => token.normalized));
  }

  /** The same of texts that are lower-cased before they are normalised. */
  lowerCased(): AddedTokens {
    return new AddedTokens(this.tokens, (text) => this.normalize(lowercase(text)));
  }

  *partsOf(text: AlignedText): Generator<TextPart> {
    for (const part of this.verbatim.partsOf(text)) {
      if (part.id !== undefined) yield part;
      else yield* this.normalized.partsOf(this.normalize(part.text));
    }
  }
}

interface Sought {
  token: AddedToken;
  form: string;
}

class Finder {
  private readonly tokens: Map<string, AddedToken>;
  private readonly pattern: RegExp | undefined;

  constructor(sought: Sought[]) {
    const named = sought.filter(({ form }) => form !== '');
    this.tokens = new Map(named.map(({ form, token }) => [form, token]));
    // Of several that begin at the same place, the longest is found.
    const forms = [...this.tokens.keys()].sort((a, b) => b.length - a.length).map(escapeRegExp);
    this.pattern = forms.length > 0 ? new RegExp(forms.join('|'), 'gu') : undefined;
  }

  partsOf(text: AlignedText): TextPart[] {
    if (!this.pattern) return text.length > 0 ? [{ text }] : [];
    const parts: TextPart[] = [];
    let at = 0;
    for (const match of text.text.matchAll(this.pattern)) {
      const token = this.tokens.get(match[0]) as AddedToken;
      const before = text.text.slice(0, match.index);
      const after = text.text.slice(match.index + match[0].length);
      if (token.single_word && (ENDS_IN_WORD.test(before) || BEGINS_WITH_WORD.test(after))) continue;
      const blanksBefore = token.lstrip ? blanksAtEnd(before) : 0;
      const blanksAfter = token.rstrip ? blanksAtStart(after) : 0;
      const from = Math.max(match.index - blanksBefore, at);
      if (at < from) parts.push({ text: text.slice(at, from) });
      at = match.index + match[0].length + blanksAfter;
      parts.push({ text: text.slice(from, at), id: token.id });
    }
    if (at < text.length) parts.push({ text: text.slice(at, text.length) });
    return parts;
  }
}

const ENDS_IN_WORD = new RegExp(`[${WORD_CHARACTERS}]$`, 'u');
const BEGINS_WITH_WORD = new RegExp(`^[${WORD_CHARACTERS}]`, 'u');
