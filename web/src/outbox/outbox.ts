/** What was written but not yet taken by the server. Kept in the browser, sent again with the same id. */
import { reactive } from "vue";
import { Refused } from "@/api/refused";
import { uuid7 } from "@/api/uuid7";

export interface Letter {
  uid: string;
  contact: string;
  text: string;
  whisper: boolean;
  file: string | null; // the server's id of a file that is already there
  at: number;
  state: "pending" | "failed";
  why: string;
}

export type Draft = Pick<Letter, "contact" | "text"> & Partial<Pick<Letter, "whisper" | "file">>;
type Carry = (letter: Letter) => Promise<void>;

const PATIENCE_MS = [1_000, 2_000, 5_000, 10_000, 20_000];

/** Letters leave in order, contact by contact; one that the server refuses stays and says why. */
export class Outbox {
  readonly letters: Letter[];
  #tries = 0;
  #busy = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly prefix: string,
    private readonly carry: Carry,
    private readonly store: Storage = localStorage,
  ) {
    this.letters = reactive(this.#kept());
  }

  of(contact: string): Letter[] {
    return this.letters.filter((one) => one.contact === contact);
  }

  post(draft: Draft, at: number): Letter {
    const letter: Letter = { uid: uuid7(), file: null, whisper: false, ...draft, at, state: "pending", why: "" };
    this.letters.push(letter);
    this.#keep(letter);
    void this.flush();
    return letter;
  }

  /** Send what waits. Called after each post, when the network is back, and by the timer. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const contacts = new Set(this.letters.filter((one) => one.state === "pending").map((one) => one.contact));
    await Promise.all([...contacts].map((contact) => this.#drain(contact)));
  }

  retry(uid: string): void {
    const letter = this.letters.find((one) => one.uid === uid);
    if (!letter) return;
    letter.state = "pending";
    letter.why = "";
    this.#keep(letter);
    void this.flush();
  }

  drop(uid: string): void {
    const place = this.letters.findIndex((one) => one.uid === uid);
    if (place >= 0) this.letters.splice(place, 1);
    this.store.removeItem(this.#key(uid));
  }

  async #drain(contact: string): Promise<void> {
    if (this.#busy.has(contact)) return;
    this.#busy.add(contact);
    try {
      for (let next = this.#next(contact); next; next = this.#next(contact)) {
        if (!(await this.#send(next))) break;
      }
    } finally {
      this.#busy.delete(contact);
    }
  }

  /** Whether the next letter may go: this one is through, or was refused for good. */
  async #send(letter: Letter): Promise<boolean> {
    try {
      await this.carry({ ...letter });
    } catch (trouble) {
      if (!(trouble instanceof Refused)) throw trouble;
      if (trouble.passing || trouble.status === 401) {
        this.#timer = setTimeout(() => void this.flush(), PATIENCE_MS[Math.min(this.#tries++, PATIENCE_MS.length - 1)]);
        return false;
      }
      letter.state = "failed";
      letter.why = trouble.message;
      this.#keep(letter);
      return true;
    }
    this.#tries = 0;
    this.drop(letter.uid);
    return true;
  }

  #next(contact: string): Letter | undefined {
    return this.letters.find((one) => one.contact === contact && one.state === "pending");
  }

  #kept(): Letter[] {
    const keys = Array.from({ length: this.store.length }, (_, place) => this.store.key(place)!);
    const texts = keys.filter((key) => key.startsWith(`${this.prefix}.`)).map((key) => this.store.getItem(key)!);
    return texts.map((text) => JSON.parse(text) as Letter).sort((one, other) => (one.uid < other.uid ? -1 : 1));
  }

  /** One key a letter: tabs that write at the same time do not overwrite each other's. */
  #keep(letter: Letter): void {
    this.store.setItem(this.#key(letter.uid), JSON.stringify(letter));
  }

  #key(uid: string): string {
    return `${this.prefix}.${uid}`;
  }
}
