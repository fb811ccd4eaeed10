/** Which column of a table or field of a record plays which part. */

export const ROLES = ['text', 'label', 'tokens', 'tags', 'spans', 'split'] as const;
export type Role = (typeof ROLES)[number];
/** The column of each role, by its name. */
export type Roles = Partial<Record<Role, string>>;

const NAMES: Record<Role, RegExp> = {
  text: /^(text|sentence|utterance|content|document|comment|review|title|query|question)s?$/i,
  label: /^(label|class|category|intent|topic|domain|sentiment|target|coarse_label)$/i,
  tokens: /^(tokens|words)$/i,
  tags: /^(tags|ner_tags|ner|slots|iob|bio|labels)$/i,
  spans: /^(spans|entities|annotations|ents)$/i,
  split: /^(split|set|fold|partition)$/i,
};

/** Values looked at to tell what a column without a telling name holds. */
const SAMPLE = 50;

/**
 * @param columns names in their order
 * @param values of a column's first rows
 * @param given by a person: they win
 */
export function recogniseRoles(columns: string[], values: (column: string) => unknown[], given: Roles = {}): Roles {
  const roles: Roles = {};
  const taken = new Set(Object.values(given));
  for (const role of ROLES) {
    const named = given[role] ?? columns.find((column) => !taken.has(column) && NAMES[role].test(column.trim()));
    if (named === undefined || named === '') continue;
    roles[role] = named;
    taken.add(named);
  }
  const free = columns.filter((column) => !taken.has(column));
  const sample = (column: string) =>
    values(column)
      .slice(0, SAMPLE)
      .filter((value) => typeof value === 'string' || typeof value === 'number');
  if (roles.text === undefined && roles.tokens === undefined) {
    const longest = free.map((column) => meanLength(sample(column))).reduce((best, length, i, all) => (length > all[best] ? i : best), 0);
    if (free[longest] !== undefined) roles.text = free.splice(longest, 1)[0];
  }
  if (roles.label === undefined && given.label === undefined) {
    // Few different, short values that come again: a class.
    const label = free.find((column) => {
      const seen = sample(column);
      return seen.length > 1 && new Set(seen).size <= Math.max(2, seen.length / 2) && meanLength(seen) < 40;
    });
    if (label !== undefined) roles.label = label;
  }
  return roles;
}

/** Whether a row of cells names columns rather than being data. */
export function looksLikeHeader(cells: string[]): boolean {
  return cells.some((cell) => Object.values(NAMES).some((pattern) => pattern.test(cell.trim())));
}

const meanLength = (values: unknown[]) => values.reduce<number>((sum, value) => sum + String(value).length, 0) / Math.max(1, values.length);
