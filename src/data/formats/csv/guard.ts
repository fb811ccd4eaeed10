/**
 * Cells that a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection). Every file with separated
 * values that is written here goes through `guard`, and every one that is read through `unguard`.
 */

/** Puts an apostrophe before a cell that begins with = + - @, a tab or a line end: spreadsheets then show it as text. */
export const guard = (cell: string) => (/^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell);

/** Takes back what {@link guard} did. */
export const unguard = (cell: string) => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);
