const BLANK = /\p{White_Space}/u;

/** How many blanks a text begins with. */
export function blanksAtStart(text: string, blank = BLANK): number {
  let to = 0;
  while (to < text.length && blank.test(text[to])) to++;
  return to;
}

/** How many it ends in: an expression that looks for them begins anew at every blank in the middle. */
export function blanksAtEnd(text: string, blank = BLANK): number {
  let from = text.length;
  while (from > 0 && blank.test(text[from - 1])) from--;
  return text.length - from;
}
