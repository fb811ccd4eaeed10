/** The first few of many names, and how many more there are: `a, b, c and 4 more`. */
export function someOf(names: string[], most = 3): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
