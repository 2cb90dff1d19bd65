/** Values by text, several under one text allowed; counts those beyond the first as it goes. */
export class MultiIndex<T> {
  /** A lone value is kept bare: 200,000 sets of one would cost more than the records. */
  private readonly entries = new Map<string, T | Set<T>>();
  private beyond = 0;

  /** How many values share their text with an earlier one. */
  get beyondFirst(): number {
    return this.beyond;
  }

  get(text: string): T[] {
    const entry = this.entries.get(text);
    if (entry === undefined) return [];
    return entry instanceof Set ? [...entry] : [entry];
  }

  add(text: string, value: T): void {
    const entry = this.entries.get(text);
    if (entry === undefined) {
      this.entries.set(text, value);
      return;
    }
    this.beyond++;
    if (entry instanceof Set) entry.add(value);
    else this.entries.set(text, new Set([entry, value]));
  }

  remove(text: string, value: T): void {
    const entry = this.entries.get(text);
    if (entry instanceof Set) {
      entry.delete(value);
      this.beyond--;
      if (entry.size === 1) this.entries.set(text, [...entry][0] as T);
    } else if (entry === value) {
      this.entries.delete(text);
    }
  }
}
