import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ACTS } from "@/keys/map";
import { PAGES } from "@/shell/pages";

const SOURCE = join(import.meta.dirname, "..");
type Tree = { [key: string]: string | Tree };

const read = (language: string): Record<string, string> =>
  Object.assign({}, ...readdirSync(join(SOURCE, "locales", language)).map((name) => flat(JSON.parse(readFileSync(join(SOURCE, "locales", language, name), "utf8")) as Tree)));

function flat(tree: Tree, above = ""): Record<string, string> {
  const rows = Object.entries(tree).map(([key, value]) => (typeof value === "string" ? { [above + key]: value } : flat(value, `${above}${key}.`)));
  return Object.assign({}, ...rows) as Record<string, string>;
}

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]));

const zh = read("zh-Hans");
const en = read("en");
const sources = files(SOURCE).filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith(".test.ts"));
const code = sources.map((name) => readFileSync(name, "utf8")).join("\n");
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("the words of the page", () => {
  it("are the same in both languages, with the same places to fill", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const key of Object.keys(zh)) expect([key, places(en[key]!)]).toEqual([key, places(zh[key]!)]);
  });

  it("are there for every key that the code names", () => {
    const used = [...code.matchAll(/\bte?\(\s*["']([\w.-]+)["']/g)].map((found) => found[1]!).filter((key) => key.includes("."));
    expect(used.length).toBeGreaterThan(200);
    expect([...new Set(used)].filter((key) => !(key in zh))).toEqual([]);
  });

  it("are there for every family of keys that the code puts together", () => {
    const families = [...code.matchAll(/\bt\(\s*`([\w.-]+)\$\{/g)].map((found) => found[1]!);
    expect([...new Set(families)].filter((family) => !Object.keys(zh).some((key) => key.startsWith(family)))).toEqual([]);
    for (const act of Object.keys(ACTS)) expect(zh).toHaveProperty([`keys.act_${act}`]);
    for (const page of PAGES) expect(zh).toHaveProperty([`page.${page}`]);
  });

  it("use full-width punctuation in Chinese sentences", () => {
    expect(Object.entries(zh).filter(([, text]) => /[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\w)/.test(text))).toEqual([]);
  });

  it("are Chinese in Chinese and not in English", () => {
    const kept = new Set(["customer.kind_vip", "customer.called"]);
    expect(Object.entries(zh).filter(([key, text]) => !/[\u4e00-\u9fff，、。]/.test(text) && !kept.has(key))).toEqual([]);
    expect(Object.entries(en).filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
});
