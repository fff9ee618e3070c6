/** The conversation as this browser knows it, and the moves that one can make in it. */

import { Failure, type Caller } from "../../embed/http";
import { Store } from "../../embed/store";
import { api, type Api } from "./api";
import { keepAlive } from "./alive";
import { AGAIN_MS, Hearing } from "./hearing";
import { uuid7 } from "./ids";
import type { Drawer, Shelf } from "./keep";
import { Outbox, type Item } from "./outbox";
import { isLive, type Language, type Rating } from "./shapes";
import { Sender } from "./sender";
import { NOBODY, asKept, born, type Options, type State, type Who } from "./state";

const TYPING_EVERY_MS = 3_000;
const SITE_LASTS_MS = 5 * 60_000;

export class Session {
  private readonly keep: Drawer;
  private readonly shelf: Shelf;
  private readonly server: Api;
  private readonly store: Store<State>;
  private readonly hearing: Hearing;
  private readonly box: Outbox;
  private readonly sender: Sender;
  private lastTyped = 0;
  private siteAsked = 0;

  constructor(private readonly options: Options) {
    this.keep = options.keep;
    this.shelf = options.shelf;
    this.store = new Store(asKept(this.keep, options.language));
    const caller: Caller = { token: () => this.keep.get<string>("token"), language: () => this.state.language };
    this.server = options.server ?? api(caller);
    this.hearing = new Hearing(this.store, this.keep, this.server, caller, {
      kept: (message) => this.box.remove(message),
      reached: () => this.box.flush(),
    });
    this.sender = this.sends();
    this.box = new Outbox(
      this.keep,
      (item) => this.sender.send(item),
      () => this.shared(),
    );
    this.shared();
  }

  get state(): State {
    return this.store.state;
  }

  subscribe(tell: () => void): () => void {
    return this.store.subscribe(tell);
  }

  private sends(): Sender {
    return new Sender(this.options.site, this.keep, this.shelf, this.server, {
      adopt: (chat) => this.hearing.adopt(chat),
      take: (message) => this.hearing.take(message),
      progress: (uid, part) => this.store.change({ progress: { ...this.state.progress, [uid]: part } }),
      language: () => this.state.language,
      forget: () => this.hearing.forget(),
      closed: async (item) => {
        await this.askSite();
        this.takeBack(item);
      },
    });
  }

  /* ---- beginning ---- */

  begin(): void {
    keepAlive(this);
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      await Promise.all([this.hearing.fetch(), this.askSite()]);
      this.store.change({ trouble: null });
      this.box.flush();
    } catch (error) {
      const failure = Failure.of(error);
      this.store.change({ trouble: failure.status === 404 ? "gone" : "network" });
      if (failure.passing) setTimeout(() => void this.load(), AGAIN_MS);
    }
  }

  /* ---- the moves ---- */

  write(draft: string): void {
    this.keep.set("draft", draft);
    this.store.change({ draft });
    if (!draft || !isLive(this.state.chat.contact) || Date.now() - this.lastTyped < TYPING_EVERY_MS) return;
    this.lastTyped = Date.now();
    this.server.typing().catch(() => undefined); // a signal may be lost
  }

  /** The first words begin a conversation; more of them, written before it stands, follow it. */
  say(text: string, who: Who): void {
    const begun =
      isLive(this.state.chat.contact) || this.state.pending.some((item) => item.kind === "start" && !item.refused);
    this.box.add(begun ? born("text", text) : { ...born("start", text), contact: uuid7(), ...who });
  }

  leave(text: string, who: Who): void {
    this.box.add({ ...born("letter", text), contact: uuid7(), ...who });
  }

  async attach(file: File): Promise<void> {
    const item = born("file", "");
    await this.shelf.put(item.uid, file);
    this.box.add({ ...item, file: { name: file.name, size: file.size, picture: file.type.startsWith("image/") } });
  }

  retry(uid: string): void {
    this.box.retry(uid);
  }

  discard(item: Item): void {
    this.box.remove(item.uid);
    void this.shelf.drop(item.uid);
  }

  /** Put words that were refused back where they can be changed. */
  takeBack(item: Item): void {
    this.discard(item);
    this.write([this.state.draft, item.text].filter(Boolean).join("\n"));
  }

  pendingFile(uid: string): Promise<File | null> {
    return this.shelf.get(uid);
  }

  download(file: string): Promise<Blob> {
    return this.server.file(file);
  }

  async end(): Promise<void> {
    this.hearing.adopt(await this.server.end());
  }

  async rate(rating: Rating): Promise<void> {
    this.hearing.adopt(await this.server.rate(rating));
  }

  /** Lay the ended conversation aside; words that it did not take go back into the text box. */
  async anew(): Promise<void> {
    await this.askSite();
    this.state.pending.filter((item) => item.kind !== "file").forEach((item) => this.takeBack(item));
    this.state.pending.forEach((item) => this.discard(item));
    this.keep.set("aside", this.state.chat.contact?.id ?? null);
    this.store.change({ chat: NOBODY, unread: 0 });
  }

  speak(language: Language): void {
    this.keep.set("language", language);
    this.store.change({ language });
  }

  shown(open: boolean): void {
    this.store.change({ open });
    if (!open) return;
    this.hearing.acknowledge();
    const old = this.state.site !== null && Date.now() - this.siteAsked > SITE_LASTS_MS;
    if (old && !isLive(this.state.chat.contact)) this.askSite().catch(() => undefined); // the old one will do
  }

  /** The address of the page around us, for the agent's eyes. */
  page(address: string): void {
    this.sender.page = address.slice(0, 300);
  }

  /* ---- keeping alive ---- */

  /** Whether there is service changes with the hour. */
  private async askSite(): Promise<void> {
    const site = await this.server.site(this.options.site);
    this.siteAsked = Date.now();
    this.store.change({ site });
  }

  askPlace(): void {
    const state = this.state.chat.contact?.state;
    if (state !== "waiting" && state !== "offered") return;
    this.server.place().then(
      (place) => this.store.change({ chat: { ...this.state.chat, ...place } }),
      () => undefined, // asked again in a moment
    );
  }

  stayPresent(): void {
    if (isLive(this.state.chat.contact)) this.server.present().catch(() => undefined); // said again in a moment
  }

  back(): void {
    this.hearing.back();
    this.box.flush();
  }

  looked(): void {
    if (document.hidden) return;
    this.hearing.looked();
    this.stayPresent();
    if (this.state.open) this.hearing.acknowledge();
  }

  lost(): void {
    this.store.change({ online: false });
  }

  /** Another tab has written or sent something. */
  shared(): void {
    this.store.change({ pending: this.box.items() });
  }
}
