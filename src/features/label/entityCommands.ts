import type { Word } from '../../stores/label/spans';

/** What keys do to the text of a row. */
export interface EntityCommands {
  move(by: number, extend: boolean): void;
  stretch(by: number, end: boolean): void;
  /** @returns why the chosen words cannot be marked */
  mark(type: string): string | undefined;
  remove(): void;
  /** The chosen words. */
  chosen(): Word | undefined;
}
