/** What was written and not yet acknowledged: kept over reloads, sent in order, each under the uid it was born with.

Every item has a key of its own in storage, so that two tabs never overwrite each other; both may send the same item,
the server takes it once. */

import { Failure } from "../../embed/http";
import type { Drawer } from "./keep";

export interface Item {
  uid: string;
  kind: "start" | "text" | "file" | "letter";
  text: string;
  at: string;
  /** Of a first message: the conversation's uid and who writes. */
  contact?: string;
  name?: string;
  phone?: string;
  file?: { name: string; size: number; picture: boolean };
  /** Why the server will not have it, in a sentence; it then waits for its writer. */
  refused?: string | undefined;
  field?: string | null | undefined;
}

const PREFIX = "out:";
const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 15_000;

export class Outbox {
  private running = false;
  private again = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `send` resolves once the server has it; rejects with Failure. `changed` is told of every change to the items. */
  constructor(
    private readonly keep: Drawer,
    private readonly send: (item: Item) => Promise<void>,
    private readonly changed: () => void,
  ) {}

  /** Oldest first: uids sort by time. */
  items(): Item[] {
    return this.keep
      .names(PREFIX)
      .map((name) => this.keep.get<Item>(name))
      .filter((item): item is Item => item !== null);
  }

  add(item: Item): void {
    this.keep.set(PREFIX + item.uid, item);
    this.changed();
    this.flush();
  }

  remove(uid: string): void {
    if (this.keep.get(PREFIX + uid) === null) return;
    this.keep.drop(PREFIX + uid);
    this.changed();
  }

  retry(uid: string): void {
    const item = this.keep.get<Item>(PREFIX + uid);
    if (!item) return;
    this.keep.set(PREFIX + uid, { ...item, refused: undefined, field: undefined });
    this.changed();
    this.flush();
  }

  /** Send all that can be sent; at once, also when waiting after a loss. */
  flush(): void {
    clearTimeout(this.timer);
    this.again = this.running;
    if (this.running) return;
    this.running = true;
    void this.sendAll().finally(() => {
      this.running = false;
      if (this.again) this.flush();
    });
  }

  private async sendAll(): Promise<void> {
    for (let item = this.next(); item; item = this.next()) {
      try {
        await this.send(item);
        this.tries = 0;
        this.remove(item.uid);
      } catch (error) {
        const failure = Failure.of(error);
        if (failure.passing) return this.later(failure);
        this.refuse(item, failure);
      }
    }
  }

  private next(): Item | undefined {
    return this.items().find((item) => !item.refused);
  }

  private later(failure: Failure): void {
    const wait = failure.after ? failure.after * 1000 : Math.min(FIRST_WAIT_MS * 2 ** this.tries++, LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private refuse(item: Item, failure: Failure): void {
    this.keep.set(PREFIX + item.uid, { ...item, refused: failure.message || failure.code, field: failure.field });
    this.changed();
  }
}
