/** After the conversation: was it good, and the way to a new one. */

import { useState } from "preact/hooks";
import type { Session } from "../session";
import type { State } from "../state";
import type { Satisfaction } from "../shapes";
import { WORDS, type Words } from "../words";
import { Icon } from "./icons";

interface Props {
  session: Session;
  state: State;
}

const ANSWERS: Satisfaction[] = ["satisfied", "neutral", "dissatisfied"];

export function Ended({ session, state }: Props) {
  const words = WORDS[state.language];
  const contact = state.chat.contact!;
  const [failed, fail] = useState(false);
  return (
    <section class="ended">
      <p class="news" role="status">
        {endedBy(contact.ended_by, words)}
      </p>
      {contact.answered && !state.chat.rated && <RatingForm session={session} words={words} />}
      {state.chat.rated && (
        <p class="thanks" role="status">
          <Icon name="check" size={20} /> {words.rated}
        </p>
      )}
      {failed && (
        <p role="alert" class="wrong">
          {words.failed}
        </p>
      )}
      <button
        type="button"
        class={contact.answered && !state.chat.rated ? "plain wide" : "firm wide"}
        onClick={() => session.anew().catch(() => fail(true))}
      >
        {words.anew}
      </button>
    </section>
  );
}

function endedBy(who: string, words: Words): string {
  if (who === "customer") return words.endedByCustomer;
  return who === "agent" ? words.endedByAgent : words.endedBySystem;
}

function RatingForm({ session, words }: { session: Session; words: Words }) {
  const [satisfaction, rate] = useState<Satisfaction | null>(null);
  const [solved, solve] = useState<boolean | null>(null);
  const [remarks, remark] = useState("");
  const [failed, fail] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    if (satisfaction) session.rate({ satisfaction, solved, remarks }).catch(() => fail(true));
  }

  return (
    <form class="rating" onSubmit={submit}>
      <fieldset>
        <legend>{words.rateTitle}</legend>
        <div class="faces">
          {ANSWERS.map((one) => (
            <label key={one} class={satisfaction === one ? "chosen" : ""}>
              <input type="radio" name="satisfaction" checked={satisfaction === one} onChange={() => rate(one)} />
              <Icon name={one as "satisfied"} size={30} />
              <span>{words[one]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {satisfaction && (
        <>
          <fieldset>
            <legend>{words.solvedTitle}</legend>
            <div class="choices">
              {[true, false].map((yes) => (
                <label key={String(yes)} class={solved === yes ? "chosen" : ""}>
                  <input type="radio" name="solved" checked={solved === yes} onChange={() => solve(yes)} />
                  <span>{yes ? words.solvedYes : words.solvedNo}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <textarea
            rows={2}
            maxLength={1000}
            value={remarks}
            placeholder={words.remarks}
            aria-label={words.remarks}
            onInput={(event) => remark(event.currentTarget.value)}
          />
          {failed && (
            <p role="alert" class="wrong">
              {words.failed}
            </p>
          )}
          <button type="submit" class="firm wide">
            {words.rate}
          </button>
        </>
      )}
    </form>
  );
}
