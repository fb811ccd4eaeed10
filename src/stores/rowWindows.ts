/**
 * Rows of a view, a page at a time: those in sight, and enough around them that scrolling finds them there. What is far away
 * is let go of, so that a set of any size takes the same memory on the page.
 */
const PAGE = 100;
/** Pages fetched on either side of what is in sight. */
const AROUND = 4;
const KEPT = 30;

/** Fetches rows of a view, by their places in it. */
export type FetchRows<Row> = (from: number, count: number) => Promise<Row[]>;

export class RowWindows<Row> {
  constructor(
    private readonly load: FetchRows<Row>,
    private readonly pages = new Map<number, Row[]>(),
    /** Pages that are here or on their way; shared with the windows that came before. */
    private readonly requested = new Set<number>(),
  ) {}

  /** @param place in the view */
  at(place: number): Row | undefined {
    return this.pages.get(Math.floor(place / PAGE))?.[place % PAGE];
  }

  /** Whether these are windows on the same rows, at another time. */
  isOne(other: RowWindows<Row>): boolean {
    return this.pages === other.pages;
  }

  /** Windows on rows to which some were added at the end: pages that are full stay. */
  later(): RowWindows<Row> {
    const full = [...this.pages].filter(([, rows]) => rows.length === PAGE);
    return new RowWindows(this.load, new Map(full), new Set(full.map(([page]) => page)));
  }

  /** Puts the rows [from, to) here. */
  async fetch(from: number, to: number): Promise<void> {
    for (const [page, rows] of await this.missing(pageOf(from), pageOf(Math.max(from, to - 1)))) this.pages.set(page, rows);
  }

  /** @returns windows with the rows [from, to) and those around them, or undefined where nothing is missing */
  async around(from: number, to: number): Promise<RowWindows<Row> | undefined> {
    const [first, last] = [Math.max(0, pageOf(from) - AROUND), pageOf(Math.max(from, to - 1)) + AROUND];
    const fetched = await this.missing(first, last);
    if (fetched.length === 0) return undefined;
    for (const [page, rows] of fetched) this.pages.set(page, rows);
    const middle = (first + last) / 2;
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(KEPT);
    for (const page of far) {
      this.pages.delete(page);
      this.requested.delete(page);
    }
    return new RowWindows(this.load, this.pages, this.requested);
  }

  private async missing(first: number, last: number): Promise<[number, Row[]][]> {
    const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((page) => !this.requested.has(page));
    if (wanted.length === 0) return [];
    for (const page of wanted) this.requested.add(page);
    // Neighbours come in one message.
    const rows = await this.load(wanted[0] * PAGE, ((wanted.at(-1) ?? 0) - wanted[0] + 1) * PAGE);
    return wanted.map((page) => [page, rows.slice((page - wanted[0]) * PAGE, (page - wanted[0] + 1) * PAGE)]);
  }
}

const pageOf = (place: number) => Math.floor(place / PAGE);
