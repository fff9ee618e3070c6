/** The conversation as this browser knows it: what the server has, what waits to be sent, and the moves one can make. */

import { api, Failure, headers, type Api } from "./api";
import { keepAlive } from "./alive";
import { uuid7 } from "./ids";
import type { Drawer, Shelf } from "./keep";
import { Outbox, type Item } from "./outbox";
import { isLive, type Chat, type Language, type Message, type Rating } from "./shapes";
import { Sender } from "./sender";
import { NOBODY, born, byTime, type Heard, type Options, type State, type Who } from "./state";
import { listen, type ServerEvent, type Stream } from "./stream";

const TYPING_EVERY_MS = 3_000;
const TYPING_LASTS_MS = 6_000;
const AGAIN_MS = 3_000;
const SITE_LASTS_MS = 5 * 60_000;

export class Session {
  state: State;
  private readonly keep: Drawer;
  private readonly shelf: Shelf;
  private readonly server: Api;
  private readonly box: Outbox;
  private readonly sender: Sender;
  private readonly tellers = new Set<() => void>();
  private stream: Stream | null = null;
  private refreshing: Promise<void> | null = null;
  private lastTyped = 0;
  private siteAsked = 0;
  private typingEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {
    this.keep = options.keep;
    this.shelf = options.shelf;
    this.server = options.server ?? api(this.caller);
    this.sender = new Sender(options.site, this.keep, this.shelf, this.server, {
      adopt: (chat) => this.adopt(chat),
      take: (message) => this.take(message),
      progress: (uid, part) => this.change({ progress: { ...this.state.progress, [uid]: part } }),
      language: () => this.state.language,
      forget: () => this.forget(),
      closed: async (item) => {
        await this.askSite();
        this.takeBack(item);
      },
    });
    this.box = new Outbox(
      this.keep,
      (item) => this.sender.send(item),
      () => this.change({ pending: this.box.items() }),
    );
    this.state = {
      site: null,
      trouble: null,
      language: this.keep.get<Language>("language") ?? options.language,
      chat: NOBODY,
      pending: this.box.items(),
      progress: {},
      online: navigator.onLine,
      typing: false,
      unread: 0,
      open: false,
      draft: this.keep.get<string>("draft") ?? "",
    };
  }

  subscribe(tell: () => void): () => void {
    this.tellers.add(tell);
    return () => this.tellers.delete(tell);
  }

  /* ---- beginning ---- */

  begin(): void {
    keepAlive(this);
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [chat] = await Promise.all([this.current(), this.askSite()]);
      this.change({ trouble: null });
      this.adopt(chat);
      this.box.flush();
    } catch (error) {
      const failure = Failure.of(error);
      this.change({ trouble: failure.status === 404 ? "gone" : "network" });
      if (failure.passing) setTimeout(() => void this.load(), AGAIN_MS);
    }
  }

  /** The visitor's conversation; none without a token, or with one that the server no longer knows. */
  private async current(): Promise<Chat> {
    if (!this.token) return NOBODY;
    try {
      return await this.server.current();
    } catch (error) {
      if (Failure.of(error).status !== 401) throw error;
      this.forget();
      return NOBODY;
    }
  }

  /** Take over what the server says of the whole conversation. One that the visitor has laid aside is not shown. */
  private adopt(said: Chat): void {
    const chat = said.contact && said.contact.id === this.keep.get("aside") ? NOBODY : said;
    const old = this.state.chat;
    const same = chat.contact?.id === old.contact?.id;
    const known = same ? old.messages.filter((one) => !chat.messages.some((message) => message.id === one.id)) : [];
    const fresh = chat.messages.filter((message) => !old.messages.some((one) => one.id === message.id));
    const position = same ? Math.max(chat.position, old.position) : chat.position;
    this.change({ chat: { ...chat, position, messages: [...chat.messages, ...known].sort(byTime) } });
    fresh.forEach((message) => this.arrived(message));
    if (isLive(chat.contact)) this.follow();
    else this.settle();
  }

  /* ---- hearing ---- */

  private follow(): void {
    this.stream ??= listen({
      url: "/feed/visitor",
      headers: () => headers(this.caller),
      position: () => this.state.chat.position,
      event: (event) => this.heard(event),
      connected: (online) => this.connected(online),
      refused: () => {
        this.stream = null;
        setTimeout(() => this.refresh(), AGAIN_MS);
      },
    });
  }

  private settle(): void {
    this.stream?.stop();
    this.stream = null;
    this.change({ typing: false, online: navigator.onLine });
  }

  private connected(online: boolean): void {
    if (this.stream === null && !online) return;
    this.change({ online });
    if (online) this.box.flush();
  }

  private heard(event: ServerEvent): void {
    if (event.name === "reset") return this.refresh();
    const said = JSON.parse(event.data || "{}") as Heard;
    if (event.name === "signal") return said.kind === "typing" ? this.agentTypes(said.on !== false) : undefined;
    const position = Math.max(Number(event.id) || 0, this.state.chat.position);
    this.change({ chat: { ...this.state.chat, position } });
    if (said.name === "contact.message" && said.object) this.take(said.object);
    else if (said.name) this.refresh();
  }

  private take(message: Message): void {
    const known = this.state.chat.messages.some((one) => one.id === message.id);
    const others = this.state.chat.messages.filter((one) => one.id !== message.id);
    this.change({ chat: { ...this.state.chat, messages: [...others, message].sort(byTime) } });
    if (!known) this.arrived(message);
  }

  private arrived(message: Message): void {
    if (message.author === "agent") this.change({ typing: false });
    if (message.author === "customer") this.box.remove(message.id);
    else if (this.state.open && !document.hidden) this.acknowledge();
    else if (!message.seen) this.change({ unread: this.state.unread + 1 });
  }

  private agentTypes(typing: boolean): void {
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.change({ typing: false }), TYPING_LASTS_MS);
    this.change({ typing });
  }

  /** Fetch the whole again; several wishes at once make one request, and one that failed in passing is repeated. */
  private refresh(): void {
    this.refreshing ??= this.current()
      .then((chat) => this.adopt(chat))
      .catch((error) => void (Failure.of(error).passing && setTimeout(() => this.refresh(), AGAIN_MS)))
      .finally(() => (this.refreshing = null));
  }

  /** Tell that what the other side wrote has been read; told again with the next message if it gets lost. */
  private acknowledge(): void {
    this.change({ unread: 0 });
    const last = this.state.chat.messages.filter((message) => message.author !== "customer").at(-1);
    if (!last || last.seen || this.keep.get("seen") === last.id || !isLive(this.state.chat.contact)) return;
    this.keep.set("seen", last.id);
    this.server.seen(last.id).catch(() => this.keep.drop("seen"));
  }

  /* ---- the moves ---- */

  write(draft: string): void {
    this.keep.set("draft", draft);
    this.change({ draft });
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
    this.adopt(await this.server.end());
  }

  async rate(rating: Rating): Promise<void> {
    this.adopt(await this.server.rate(rating));
  }

  /** Lay the ended conversation aside; words that it did not take go back into the text box. */
  async anew(): Promise<void> {
    await this.askSite();
    this.state.pending.filter((item) => item.kind !== "file").forEach((item) => this.takeBack(item));
    this.state.pending.forEach((item) => this.discard(item));
    this.keep.set("aside", this.state.chat.contact?.id ?? null);
    this.change({ chat: NOBODY, unread: 0 });
  }

  speak(language: Language): void {
    this.keep.set("language", language);
    this.change({ language });
  }

  shown(open: boolean): void {
    this.change({ open });
    if (!open) return;
    this.acknowledge();
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
    this.change({ site });
  }

  askPlace(): void {
    const state = this.state.chat.contact?.state;
    if (state !== "waiting" && state !== "offered") return;
    this.server.place().then(
      (place) => this.change({ chat: { ...this.state.chat, ...place } }),
      () => undefined, // asked again in a moment
    );
  }

  stayPresent(): void {
    if (isLive(this.state.chat.contact)) this.server.present().catch(() => undefined); // said again in a moment
  }

  back(): void {
    if (!this.stream) this.change({ online: true });
    this.stream?.renew();
    this.box.flush();
  }

  looked(): void {
    if (document.hidden) return;
    this.stream?.now();
    this.stayPresent();
    if (this.state.open) this.acknowledge();
  }

  lost(): void {
    this.change({ online: false });
  }

  /** Another tab has written or sent something. */
  shared(): void {
    this.change({ pending: this.box.items() });
  }

  private get token(): string | null {
    return this.keep.get<string>("token");
  }

  private get caller() {
    return { token: () => this.token, language: () => this.state.language };
  }

  private forget(): void {
    this.keep.drop("token");
    this.settle();
  }

  private change(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.tellers.forEach((tell) => tell());
  }
}
