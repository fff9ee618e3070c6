/** One line of the server's feed, and the one memory of how far this page has come. */

export interface Entry {
  position: number;
  name: string;
  at: string;
  line: string | null;
  contact: string | null;
  case: string | null;
  person: string | null;
  by: string | null;
  data: Record<string, unknown>;
  object: Record<string, unknown> | null;
}

/** Lets each position through once and in order; what stands before the snapshot is known already. */
export class Bookmark {
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether this entry is new; if so the bookmark moves on. */
  passes(entry: Entry): boolean {
    if (entry.position <= this.#position) return false;
    this.#position = entry.position;
    return true;
  }

  /** Everything up to here was fetched afresh. */
  jump(position: number): void {
    this.#position = Math.max(this.#position, position);
  }
}
