/** Keeps the conversation as the server has it: fetched whole, then followed by events for as long as it lives. */

import { Failure, headers, type Caller } from "../../embed/http";
import type { Store } from "../../embed/store";
import type { Api } from "./api";
import type { Drawer } from "./keep";
import { isLive, type Chat, type Message } from "./shapes";
import { NOBODY, byTime, type Heard, type State } from "./state";
import { listen, type ServerEvent, type Stream } from "./stream";

const TYPING_LASTS_MS = 6_000;
export const AGAIN_MS = 3_000;

/** What others do about what is heard. */
interface Told {
  /** The server has these words of the customer. */
  kept(message: string): void;
  /** The server can be reached: what waits may be sent. */
  reached(): void;
}

export class Hearing {
  private stream: Stream | null = null;
  private refreshing: Promise<void> | null = null;
  private typingEnds: ReturnType<typeof setTimeout> | undefined;
  private adopted = 0;

  constructor(
    private readonly store: Store<State>,
    private readonly keep: Drawer,
    private readonly server: Api,
    private readonly caller: Caller,
    private readonly told: Told,
  ) {}

  /** Fetch the conversation and take it over. One that began while we asked is newer than the answer: ask again. */
  async fetch(): Promise<void> {
    const before = this.adopted;
    const chat = await this.current();
    if (before === this.adopted) this.adopt(chat);
    else await this.fetch();
  }

  /** The visitor's conversation; none without a token, or with one that the server no longer knows. */
  private async current(): Promise<Chat> {
    if (!this.caller.token()) return NOBODY;
    try {
      return await this.server.current();
    } catch (error) {
      if (Failure.of(error).status !== 401) throw error;
      this.forget();
      return NOBODY;
    }
  }

  /** Take over what the server says of the whole conversation. One that the visitor has laid aside is not shown. */
  adopt(said: Chat): void {
    this.adopted += 1;
    const chat = said.contact && said.contact.id === this.keep.get("aside") ? NOBODY : said;
    const old = this.store.state.chat;
    const same = chat.contact?.id === old.contact?.id;
    const known = same ? old.messages.filter((one) => !chat.messages.some((message) => message.id === one.id)) : [];
    const fresh = chat.messages.filter((message) => !old.messages.some((one) => one.id === message.id));
    const position = same ? Math.max(chat.position, old.position) : chat.position;
    this.store.change({ chat: { ...chat, position, messages: [...chat.messages, ...known].sort(byTime) } });
    fresh.forEach((message) => this.arrived(message));
    if (isLive(chat.contact)) this.follow();
    else this.settle();
  }

  take(message: Message): void {
    const { chat } = this.store.state;
    const known = chat.messages.some((one) => one.id === message.id);
    const others = chat.messages.filter((one) => one.id !== message.id);
    this.store.change({ chat: { ...chat, messages: [...others, message].sort(byTime) } });
    if (!known) this.arrived(message);
  }

  /** Tell that what the other side wrote has been read; told again with the next message if it gets lost. */
  acknowledge(): void {
    this.store.change({ unread: 0 });
    const { chat } = this.store.state;
    const last = chat.messages.filter((message) => message.author !== "customer").at(-1);
    if (!last || last.seen || this.keep.get("seen") === last.id || !isLive(chat.contact)) return;
    this.keep.set("seen", last.id);
    this.server.seen(last.id).catch(() => this.keep.drop("seen"));
  }

  forget(): void {
    this.keep.drop("token");
    this.settle();
  }

  /** The network is back. */
  back(): void {
    if (!this.stream) this.store.change({ online: true });
    this.stream?.renew();
  }

  /** Somebody looks again: connect at once. */
  looked(): void {
    this.stream?.now();
  }

  private follow(): void {
    this.stream ??= listen({
      url: "/feed/visitor",
      headers: () => headers(this.caller),
      position: () => this.store.state.chat.position,
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
    this.store.change({ typing: false, online: navigator.onLine });
  }

  private connected(online: boolean): void {
    if (this.stream === null && !online) return;
    this.store.change({ online });
    if (online) this.told.reached();
  }

  private heard(event: ServerEvent): void {
    if (event.name === "reset") return this.refresh();
    const said = JSON.parse(event.data || "{}") as Heard;
    if (event.name === "signal") return said.kind === "typing" ? this.agentTypes(said.on !== false) : undefined;
    const { chat } = this.store.state;
    this.store.change({ chat: { ...chat, position: Math.max(Number(event.id) || 0, chat.position) } });
    if (said.name === "contact.message" && said.object) this.take(said.object);
    else if (said.name) this.refresh();
  }

  private arrived(message: Message): void {
    const { open, unread } = this.store.state;
    if (message.author === "agent") this.store.change({ typing: false });
    if (message.author === "customer") this.told.kept(message.id);
    else if (open && !document.hidden) this.acknowledge();
    else if (!message.seen) this.store.change({ unread: unread + 1 });
  }

  private agentTypes(typing: boolean): void {
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.store.change({ typing: false }), TYPING_LASTS_MS);
    this.store.change({ typing });
  }

  /** Fetch the whole again; several wishes at once make one request, and one that failed in passing is repeated. */
  private refresh(): void {
    this.refreshing ??= this.fetch()
      .catch((error) => void (Failure.of(error).passing && setTimeout(() => this.refresh(), AGAIN_MS)))
      .finally(() => (this.refreshing = null));
  }
}
