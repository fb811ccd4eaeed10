/** What every format's reader gives: rows as the file has them, before schemes and splits are settled. */
import type { Problem } from './dataset';
import { fromCodePoints, type Span, spansToTags } from './spans';
import { joinTokens } from './words';

/** A file of text under its name. */
export interface Source {
  name: string;
  text: string;
}

export interface Row {
  /** Counted from 1. */
  line: number;
  text: string;
  label?: string;
  words?: Uint32Array;
  /** As the file has them. */
  tags?: string[];
  /** As the file has it: train, dev, test … */
  split?: string;
}

export interface ReadRows {
  rows: Row[];
  problems: Problem[];
}

/** What a format found in one record, under the names of the roles. */
export interface RawRecord {
  line: number;
  text?: string;
  label?: unknown;
  tokens?: string[];
  tags?: string[];
  spans?: Span[];
  split?: string;
  /** How the spans were counted. */
  codePoints?: boolean;
}

/** Collects rows and what is wrong with them. A row with broken tags keeps its text and its class. */
export class RowCollector implements ReadRows {
  readonly rows: Row[] = [];
  readonly problems: Problem[] = [];
  private readonly interned = new Map<string, string>();

  constructor(private readonly file: string) {}

  problem(line: number | undefined, message: string, severity: Problem['severity'] = 'error'): void {
    this.problems.push({ severity, file: this.file, ...(line === undefined ? {} : { line }), message });
  }

  add({ line, text, label, tokens, tags, spans, split, codePoints = false }: RawRecord): void {
    const row: Row = { line, text: tokens ? '' : (text ?? ''), ...(split ? { split } : {}) };
    const name = labelText(label);
    if (name !== undefined) row.label = this.intern(name);
    if (tokens) {
      const joined = joinTokens(tokens);
      row.text = text !== undefined && text === joined.text ? text : joined.text;
      if (tags && tags.length !== tokens.length) {
        this.problem(line, `there are ${tokens.length} tokens and ${tags.length} tags; the tags are left out`);
      } else if (tags) {
        row.words = joined.words;
        row.tags = tags.map((tag) => this.intern(tag));
      }
    } else if (spans) {
      const tagged = spansToTags(row.text, codePoints ? fromCodePoints(row.text, spans) : spans);
      if ('problem' in tagged) this.problem(line, `${tagged.problem}; the row’s spans are left out`);
      else {
        row.words = tagged.words;
        row.tags = tagged.tags.map((tag) => this.intern(tag));
      }
    }
    if (row.text.trim() === '') this.problem(line, 'there is no text in this row; it is left out');
    else this.rows.push(row);
  }

  /** One string for all tags of a name: large files have millions of them. */
  private intern(text: string): string {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    this.interned.set(text, text);
    return text;
  }
}

/** Numbers are names too; null, nothing and blanks are unknown. */
function labelText(label: unknown): string | undefined {
  if (label === null || label === undefined) return undefined;
  const text = String(label).trim();
  return text === '' ? undefined : text;
}
