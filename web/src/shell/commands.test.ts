import { describe, expect, it } from "vitest";
import { filled } from "@/standard/scripts";
import { commands, matching } from "./commands";
import { pagesFor } from "./pages";

const t = (key: string) => key;

describe("the palette", () => {
  it("offers the acts that are possible now, and the floor to those who oversee it", () => {
    const agent = commands(t, { roles: new Set(["agent"]), can: (act) => act === "answer" }).map((one) => one.id);
    expect(agent).toContain("answer");
    expect(agent).not.toContain("transfer");
    expect(agent).not.toContain("page:floor");
    expect(commands(t, { roles: new Set(["supervisor"]), can: () => false }).map((one) => one.id)).toContain("page:floor");
  });

  it("leads those who administer to what they keep, and not to work that is never theirs", () => {
    expect(pagesFor(new Set(["administrator"]))).toEqual(["people", "teams", "lines", "telephone", "standard", "versions"]);
    expect(pagesFor(new Set(["auditor"]))).toContain("looks");
    expect(pagesFor(new Set(["editor"]))).toEqual(["telephone", "standard"]);
  });

  it("finds by all the words typed, in any order", () => {
    const all = [
      { id: "1", label: "Open a case" },
      { id: "2", label: "Cases", hint: "Open page" },
    ];
    expect(matching(all, "case open").map((one) => one.id)).toEqual(["1", "2"]);
    expect(matching(all, "page case").map((one) => one.id)).toEqual(["2"]);
  });
});

describe("a script", () => {
  it("is filled with what is known, and shows what is not", () => {
    expect(filled("{line}，工号 {work_number}，{minutes} 分钟", { line: "热线", work_number: "6021" })).toBe("热线，工号 6021，{minutes} 分钟");
  });
});
