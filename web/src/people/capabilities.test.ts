import { describe, expect, it } from "vitest";
import { capabilities, chatsOf, languagesOf } from "./capabilities";

const able = { capabilities: [{ kind: "channel", code: "chat", number: 3 }, { kind: "skill", code: "water", number: 2 }, { kind: "language", code: "en", number: 1 }] };

describe("what a person can do", () => {
  it("is read as chats at once and languages", () => {
    expect([chatsOf(able), languagesOf(able), chatsOf({ capabilities: [] })]).toEqual([3, ["en"], 0]);
  });

  it("is changed without losing what the form does not show", () => {
    const changed = { capabilities: capabilities(able.capabilities, 0, ["zh"]) };
    expect([chatsOf(changed), languagesOf(changed)]).toEqual([0, ["zh"]]);
    expect(changed.capabilities).toContainEqual({ kind: "skill", code: "water", number: 2 });
  });
});
