/** The standard on the wire. */
import type { Iso, PersonBrief } from "@/api/types";

export interface ChoiceOut {
  code: string;
  label: string;
  label_en: string;
  rule: string;
}

export interface FigureOut {
  name: string;
  label: string;
  label_en: string;
  value: number;
  unit: string;
  words: string;
  words_en: string;
}

export interface FactWords {
  fact: string;
  title: string;
  title_en: string;
  when: Record<string, unknown>;
}

export interface PromiseRuleOut {
  subject: string;
  opens: FactWords[];
  keeps: FactWords[][];
  until: FactWords[];
  cancels: FactWords[];
  recurring: boolean;
  reminders: number[];
  escalation: { after: number; to: string; words: string; words_en: string }[];
  extension_times: number;
  extension_total: number | null;
}

export interface RuleOut {
  rule: string;
  title: string;
  title_en: string;
  source: string;
  enforced: boolean;
  figures: FigureOut[];
  promise: PromiseRuleOut | null;
  own: { line: string; name: string; name_en: string; figures: FigureOut[] }[];
}

export interface StandardOut {
  version: number;
  effective: Iso;
  approver: PersonBrief | null;
  line: string | null;
  chapters: { number: number; title: string; title_en: string; rules: RuleOut[] }[];
  steps: ChoiceOut[];
  request_types: (ChoiceOut & { steps: string[]; steps_en: string[]; promises: string[] })[];
  urgencies: ChoiceOut[];
  root_causes: ChoiceOut[];
  texts: { key: string; rule: string; zh: string; en: string }[];
}
