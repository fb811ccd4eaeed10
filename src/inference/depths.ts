/** Which of an encoder's hidden states are meant: 0 for the embeddings, i + 1 for what layer i makes of them. */

/** Those at one depth; or `to k`: those of all depths from 0 to k, side by side. */
export type Depths = number | `to ${number}`;

/** Hidden states that lie side by side, and the depth of the last of them. */
export function extentOf(depths: Depths): { states: number; top: number } {
  if (typeof depths === 'number') return { states: 1, top: depths };
  const top = Number(depths.slice('to '.length));
  return { states: top + 1, top };
}
