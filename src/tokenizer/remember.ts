/** Longer texts hardly come again. */
const LONGEST = 100;

/** What is computed of a text, remembered for the next time. @param most past so many texts the memory starts afresh */
export function remember<T>(compute: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const computed = compute(text);
    if (known.size >= most) known.clear();
    if (text.length <= LONGEST) known.set(text, computed);
    return computed;
  };
}
