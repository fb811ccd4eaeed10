/** Numbers in messages: "1 row", "1,234 rows". */
const whole = new Intl.NumberFormat('en');

/** A number with thousands separators. */
export const count = (value: number): string => whole.format(value);

/** A number and what it counts, with its verb where that must agree: `plural(n, 'row has', 'rows have')`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;
