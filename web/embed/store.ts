/** What a session knows, in one place: replaced whole with each change, and told to whoever listens. */

export class Store<State extends object> {
  private readonly tellers = new Set<() => void>();

  constructor(public state: State) {}

  change(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.tellers.forEach((tell) => tell());
  }

  subscribe(tell: () => void): () => void {
    this.tellers.add(tell);
    return () => this.tellers.delete(tell);
  }
}
