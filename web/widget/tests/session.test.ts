import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../embed/http";
import type { Api } from "../frame/api";
import { drawer, memoryStorage, type Shelf } from "../frame/keep";
import { Session } from "../frame/session";
import type { Chat, ContactState, Message, Site } from "../frame/shapes";

const SITE = { key: "hotline", open: true, accent: "#1f6f5c", limits: { text: 4000, file: 1, endings: [] } } as unknown as Site;
const shelf: Shelf = { put: async () => undefined, get: async () => null, drop: async () => undefined };
const CLOSED = { ...SITE, open: false };
const WHO = { name: "", phone: "" };

/** A server in memory: takes every uid once, and can lose its answers. */
class House {
  state: ContactState | null = null;
  contact = "";
  messages: Message[] = [];
  losing = 0;
  down = false;
  known = true;
  closed = false;
  seen: string[] = [];

  api(): Api {
    const answer = <T>(what: () => T) => async () => this.reply(what);
    return {
      site: answer(() => (this.closed ? CLOSED : SITE)),
      meet: answer(() => ((this.known = true), { token: "t" })),
      start: (body) => this.reply(() => this.start(body.uid, body.message_uid, body.text)),
      leave: (body) => this.reply(() => this.start(body.uid, body.message_uid, body.text)),
      current: answer(() => this.chat()),
      place: answer(() => ({ place: 1, wait: null })),
      say: (uid, text) => this.reply(() => this.say(uid, text)),
      upload: (uid) => this.reply(() => this.say(uid, "")),
      seen: async (message) => void this.seen.push(message),
      typing: async () => undefined,
      present: async () => undefined,
      end: answer(() => ((this.state = "ended"), this.chat())),
      rate: answer(() => this.chat()),
      file: async () => new Blob(),
    };
  }

  async reply<T>(what: () => T): Promise<T> {
    if (this.down) throw new Failure(0, "network", "");
    if (!this.known) {
      this.known = true;
      throw new Failure(401, "sign_in", "");
    }
    const said = what();
    if (this.losing-- > 0) throw new Failure(0, "network", "");
    return said;
  }

  start(contact: string, uid: string, text: string): Chat {
    if (this.closed) throw new Failure(409, "chat.closed", "");
    if (this.state === "waiting" && contact !== this.contact) throw new Failure(409, "chat.live", "");
    this.contact = contact;
    this.state = "waiting";
    this.say(uid, text);
    return this.chat();
  }

  say(uid: string, text: string, author: Message["author"] = "customer"): Message {
    if (this.state === null) throw new Failure(404, "not_found", "");
    if (this.state === "ended") throw new Failure(409, "contact.over", "会话已结束");
    const known = this.messages.find((message) => message.id === uid);
    const at = new Date(1_790_000_000_000 + this.messages.length * 1000).toISOString();
    const made: Message = { id: uid, author, kind: "text", by: null, text, file: null, at, seen: null };
    if (!known) this.messages.push(made);
    return known ?? made;
  }

  chat(): Chat {
    const contact = this.state && { id: this.contact, state: this.state, agent: null, arrived: "", answered: null, ended: null, ended_by: "" };
    return { contact, messages: [...this.messages], rated: false, case: null, position: 0, place: 1, wait: null };
  }
}

describe("a session", () => {
  let house: House;
  let storage: Storage;

  const open = (server: Api = house.api()) => {
    const made = new Session({ site: "hotline", language: "zh", keep: drawer("hotline", storage), shelf, server });
    made.begin();
    return made;
  };
  const quiet = () => vi.advanceTimersByTimeAsync(60_000);
  const texts = (session: Session) => session.state.chat.messages.map((message) => message.text);

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", () => new Promise(() => undefined)); // the feed stays silent
    [house, storage] = [new House(), memoryStorage()];
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("begins with the first words and goes on in the same conversation", async () => {
    const session = open();
    session.say("一", WHO);
    session.say("二", WHO);
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["一", "二"]);
    expect(session.state.pending).toEqual([]);
  });

  it.each(["site", "current"] as const)("stands when it begins before the answer to %s has come", async (slow) => {
    drawer("hotline", storage).set("token", "t");
    const server = house.api();
    const answer: (key: string) => Promise<unknown> = server[slow];
    const late = async (key: string) => {
      const said = await answer(key);
      return new Promise((arrive) => setTimeout(() => arrive(said), 1_000));
    };
    const session = open({ ...server, [slow]: late });
    session.say("一", WHO);
    await quiet();
    expect(session.state.chat.contact?.state).toBe("waiting");
    expect(session.state.site).not.toBeNull();
  });

  it("loses and doubles nothing when answers get lost", async () => {
    const session = open();
    await quiet();
    house.losing = 3;
    session.say("一", WHO);
    session.say("二", WHO);
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["一", "二"]);
    expect(texts(session)).toEqual(["一", "二"]);
  });

  it("sends after a reload what could not be sent before", async () => {
    const session = open();
    await quiet();
    house.down = true;
    session.say("断网时写的", WHO);
    session.write("还没写完");
    await vi.advanceTimersByTimeAsync(10);
    house.down = false;
    const reloaded = open();
    expect(reloaded.state.draft).toBe("还没写完");
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["断网时写的"]);
  });

  it("puts the first words of a second tab into the conversation that the first has begun", async () => {
    const [one, other] = [open(), open()];
    await quiet();
    one.say("第一页", WHO);
    await quiet();
    other.say("第二页", WHO);
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["第一页", "第二页"]);
  });

  it("becomes a new visitor when the server no longer knows the token, and the words still go", async () => {
    drawer("hotline", storage).set("token", "old");
    const session = open();
    await quiet();
    house.known = false;
    session.say("还在", WHO);
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["还在"]);
  });

  it("begins anew with words whose conversation the server no longer has", async () => {
    const session = open();
    session.say("一", WHO);
    await quiet();
    [house.state, house.messages] = [null, []];
    session.say("二", WHO);
    await quiet();
    expect(house.messages.map((message) => message.text)).toEqual(["二"]);
    expect(session.state.pending).toEqual([]);
  });

  it("offers to leave as a message what was written when service had just ended", async () => {
    const session = open();
    await quiet();
    house.closed = true;
    session.say("还来得及吗", WHO);
    await quiet();
    expect([session.state.site?.open, session.state.draft, session.state.pending]).toEqual([false, "还来得及吗", []]);
  });

  it("gives back what the ended conversation did not take", async () => {
    const session = open();
    session.say("一", WHO);
    await quiet();
    house.state = "ended";
    session.say("太晚了", WHO);
    await quiet();
    expect(session.state.pending[0]?.refused).toBe("会话已结束");
    await session.anew();
    expect(session.state.draft).toBe("太晚了");
    expect([session.state.pending, session.state.chat.contact]).toEqual([[], null]);
  });

  it("does not show again after a reload what was laid aside", async () => {
    const session = open();
    session.say("一", WHO);
    await quiet();
    await session.end();
    await session.anew();
    const reloaded = open();
    await quiet();
    expect(reloaded.state.chat.contact).toBeNull();
  });

  it("counts what came while it was minimised and tells once what was read", async () => {
    const session = open();
    session.say("一", WHO);
    await quiet();
    house.state = "talking";
    house.say("z1", "请问在哪？", "agent");
    house.say("z2", "方便拍照吗？", "agent");
    const reloaded = open();
    await quiet();
    expect(reloaded.state.unread).toBe(2);
    reloaded.shown(true);
    reloaded.shown(true);
    expect(reloaded.state.unread).toBe(0);
    expect(house.seen).toEqual(["z2"]);
  });

  it("says that there is no connection and comes in when there is", async () => {
    house.down = true;
    const session = open();
    await vi.advanceTimersByTimeAsync(100);
    expect(session.state.trouble).toBe("network");
    house.down = false;
    await quiet();
    expect([session.state.trouble, session.state.site?.key]).toEqual([null, "hotline"]);
  });
});
