/** Brings one item of the outbox to the server; makes the visitor known first. */

import { Failure } from "../../embed/http";
import type { Api, StartBody } from "./api";
import { uuid7 } from "./ids";
import type { Drawer, Shelf } from "./keep";
import type { Item } from "./outbox";
import type { Chat, Language, Message } from "./shapes";

/** What comes of it, told to the session. */
export interface Told {
  adopt(chat: Chat): void;
  take(message: Message): void;
  progress(uid: string, part: number): void;
  language(): Language;
  forget(): void;
  /** Service has ended for today: these words may be left as a message instead. */
  closed(item: Item): Promise<void>;
}

export class Sender {
  page = "";

  constructor(
    private readonly site: string,
    private readonly keep: Drawer,
    private readonly shelf: Shelf,
    private readonly server: Api,
    private readonly told: Told,
  ) {}

  /** Resolves once the server has it. Rejects with Failure. */
  async send(item: Item): Promise<void> {
    if (!this.keep.get("token")) await this.meet();
    try {
      await this.deliver(item);
    } catch (error) {
      const failure = Failure.of(error);
      if (failure.status === 401) {
        this.told.forget();
        throw new Failure(0, "token", "");
      }
      await this.otherwise(item, failure);
    }
  }

  /** What the words become when the conversation is not where they thought it was. */
  private async otherwise(item: Item, failure: Failure): Promise<void> {
    if (failure.code === "chat.live") {
      this.told.adopt(await this.server.current()); // another tab has begun: they belong there
      await this.say(item);
    } else if (failure.code === "chat.closed") await this.told.closed(item);
    else if (failure.status === 404 && item.kind === "text") this.told.adopt(await this.server.start(this.firstWords(item)));
    else throw failure;
  }

  private async meet(): Promise<void> {
    const uid = this.keep.get<string>("visitor") ?? uuid7();
    this.keep.set("visitor", uid);
    const { token } = await this.server.meet(this.site, uid, this.page);
    this.keep.set("token", token);
    this.keep.drop("visitor");
  }

  private async deliver(item: Item): Promise<void> {
    if (item.kind === "start") this.told.adopt(await this.server.start(this.firstWords(item)));
    else if (item.kind === "letter") await this.letter(item);
    else if (item.kind === "file") await this.upload(item);
    else await this.say(item);
  }

  private async letter(item: Item): Promise<void> {
    this.told.adopt(await this.server.leave(this.firstWords(item)));
    this.keep.drop("draft");
  }

  private async say(item: Item): Promise<void> {
    this.told.take(await this.server.say(item.uid, item.text));
  }

  private async upload(item: Item): Promise<void> {
    const file = await this.shelf.get(item.uid);
    if (!file) throw new Failure(410, "file.lost", "");
    this.told.take(await this.server.upload(item.uid, file, (part) => this.told.progress(item.uid, part)));
    await this.shelf.drop(item.uid);
  }

  private firstWords(item: Item): StartBody {
    return {
      uid: item.contact ?? item.uid,
      message_uid: item.uid,
      language: this.told.language(),
      text: item.text,
      name: item.name ?? "",
      phone: item.phone ?? "",
    };
  }
}
