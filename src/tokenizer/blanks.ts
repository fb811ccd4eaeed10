const BLANK = /\p{White_Space}/u;

/** How many blanks a text ends in: an expression that looks for them begins anew at every blank in the middle. */
export function blanksAtEnd(text: string): number {
  let from = text.length;
  while (from > 0 && BLANK.test(text[from - 1])) from--;
  return text.length - from;
}
