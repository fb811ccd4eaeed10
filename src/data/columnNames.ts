/** What the names of columns say of them. */

const TEXT = /^(text|sentence|utterance|content|document|comment|review)s?$/i;
/** Names of a text that give way to the others where a file has both. */
const LESSER_TEXT = /^(title|query|question|context)s?$/i;
const LABEL =
  /^(labels?|class(es)?|category|categories|intents?|topics?|domains?|sentiment|target|emotions?|(coarse|fine)[_ ]label|class[_ ]index)$/i;
const NAMES = {
  tokens: /^(tokens|words)$/i,
  tags: /^(tags|ner_tags|ner|slots|iob|bio|labels)$/i,
  spans: /^(spans|entities|annotations|ents)$/i,
  split: /^(split|set|fold|partition)$/i,
};

/** The two texts of a pair. The question of a passage is the second. Without blanks, hyphens and underscores. */
const PAIRS = [
  ['sentence1', 'sentence2'],
  ['texta', 'textb'],
  ['text1', 'text2'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['s1', 's2'],
  ['context', 'question'],
];

const LABEL_WORD = /(^|[_\s-])(label|class|category|intent|topic|sentiment|target)([_\s-]|$)/i;
const SCORE = /(^|[_\s-])(score|rating|value|similarity|relatedness|label|target|stars?|price|grade)s?$/i;
const ROW_NAME =
  /(^|[_\s-])([a-z]?ids?\d*|idx|index|uuid|guid|hash|url|uri|link|file|filename|path|date|time|timestamp|datetime|created|updated)([_\s-]|$)/i;
const PERSON =
  /^(users?|user[_\s-]?name|annotators?|annotation[_\s-]approver|approver|labell?ers?|raters?|coders?|workers?|completed[_\s-]by|assignee)$/i;
const CAMEL_ID = /[a-z](ID|Id)$/;
/** Fields that say how others are to be read. */
const ASIDE = /^(offsets|is_impossible)$/i;

/** A table with more is refused. */
export const MOST_COLUMNS = 5000;

/** Cells of a line that may be a header; of a line that may as well be a long text with a million commas, no more than a table has. */
export const headerCells = (line: string, separators: string | RegExp): string[] =>
  line.split(separators, MOST_COLUMNS + 1).map((cell) => cell.trim());

/** What is longer is a text: nobody need look for a name in it. */
const LONGEST_NAME = 200;

const bare = (name: string) => (name.length > LONGEST_NAME ? name : name.toLowerCase().replace(/[\s_-]+/g, ''));

export const isLabelName = (name: string) => LABEL.test(name);
export const isTextName = (name: string) => TEXT.test(name) || LESSER_TEXT.test(name);
/** Whether numbers under this name are something to be predicted. */
export const isScoreName = (name: string) => SCORE.test(name);
/** Whether the column tells which row this is, rather than something about its text. */
export const isRowName = (name: string) =>
  name === '' || ASIDE.test(name) || NAMES.split.test(name) || (!LABEL_WORD.test(name) && (ROW_NAME.test(name) || CAMEL_ID.test(name)));

/** Whether the column tells who labelled the row. */
export const isPersonName = (name: string) => PERSON.test(name);

/** Columns whose names say that they hold the text; those that may be a text beside another. */
export const textColumns = (columns: string[]) => columns.filter((name) => TEXT.test(name));
export const lesserTextColumns = (columns: string[]) => columns.filter((name) => LESSER_TEXT.test(name));

export const columnNamed = (columns: string[], role: keyof typeof NAMES) => columns.filter((name) => NAMES[role].test(name));

/** @returns [text, other] as the columns are called */
export function pairOf(columns: string[]): [string, string] | undefined {
  const names = columns.map(bare);
  for (const pair of PAIRS) {
    const [text, other] = pair.map((name) => names.indexOf(name));
    if (text >= 0 && other >= 0) return [columns[text], columns[other]];
  }
  // "text" beside "text_b".
  for (const text of columns.filter(isTextName)) {
    const [second, third] = ['2b', '3c'].map((marks) => columns.find((_, i) => [...marks].some((mark) => names[i] === bare(text) + mark)));
    if (second !== undefined && third === undefined) return [text, second];
  }
  return undefined;
}

/** Whether a row of cells names columns rather than being data. */
export function looksLikeHeader(cells: string[]): boolean {
  const names = cells.map((cell) => cell.trim());
  const known = (name: string) => isTextName(name) || isLabelName(name) || Object.values(NAMES).some((pattern) => pattern.test(name));
  return pairOf(names) !== undefined || names.some(known);
}
