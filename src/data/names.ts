/** One string for all labels of a name: large files have millions of them. */
export class Names {
  private readonly known = new Map<string, string>();

  same(name: string): string {
    const first = this.known.get(name);
    if (first !== undefined) return first;
    this.known.set(name, name);
    return name;
  }
}
