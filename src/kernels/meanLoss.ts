/** What the CPU references of losses share. */

/** amount / weight, where a loss that nothing weighs in is 0. */
export const share = (amount: number, weight: number): number => (weight > 0 ? amount / weight : 0);
