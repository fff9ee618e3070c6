/** Outside service hours: when we are back, and a message that becomes a case. */

import { useState } from "preact/hooks";
import { NameField, PhoneField } from "../../../embed/fields";
import type { Session } from "../session";
import type { State } from "../state";
import { WORDS } from "../words";
import { Icon } from "./icons";

interface Props {
  session: Session;
  state: State;
}

export function Letter({ session, state }: Props) {
  return (
    <main class="letter">
      {state.chat.case !== null ? (
        <Left session={session} state={state} />
      ) : (
        <Write session={session} state={state} />
      )}
    </main>
  );
}

function Write({ session, state }: Props) {
  const words = WORDS[state.language];
  const site = state.site!;
  const item = state.pending.find((one) => one.kind === "letter");
  const [who, setWho] = useState({ name: item?.name ?? "", phone: item?.phone ?? "" });
  const [tried, setTried] = useState(false);
  const sending = item !== undefined && !item.refused;

  function submit(event: Event): void {
    event.preventDefault();
    setTried(true);
    if (!state.draft.trim() || !who.phone.trim()) return;
    if (item) session.discard(item);
    session.leave(state.draft.trim(), who);
  }

  return (
    <form class="card" onSubmit={submit} noValidate>
      <span class="badge-icon">
        <Icon name="moon" size={24} />
      </span>
      <h2>{words.closedTitle}</h2>
      <p>{site.away[state.language]}</p>
      <p>
        <small>{words.closedHours(site.hours[state.language])}</small>
      </p>
      <label>
        <span>{words.message}</span>
        <textarea
          rows={4}
          value={state.draft}
          maxLength={site.limits.text}
          required
          aria-invalid={tried && !state.draft.trim()}
          onInput={(event) => session.write(event.currentTarget.value)}
        />
        {tried && !state.draft.trim() && <small class="wrong">{words.required}</small>}
      </label>
      <NameField label={words.name} value={who.name} change={(name) => setWho({ ...who, name })} />
      <PhoneField
        label={words.phoneRequired}
        value={who.phone}
        change={(phone) => setWho({ ...who, phone })}
        wrong={(tried && !who.phone.trim()) || item?.field === "phone"}
        required
      >
        {tried && !who.phone.trim() && <small class="wrong">{words.required}</small>}
      </PhoneField>
      {item?.refused && (
        <p role="alert" class="wrong">
          {item.refused}
        </p>
      )}
      <button type="submit" class="firm wide" disabled={sending}>
        {sending ? words.leaving : words.leave}
      </button>
    </form>
  );
}

function Left({ session, state }: Props) {
  const words = WORDS[state.language];
  const receipt = state.chat.messages.filter((message) => message.author === "system").at(-1);
  return (
    <section class="card centre" role="status">
      <span class="badge-icon">
        <Icon name="check" size={28} />
      </span>
      <h2>{words.left}</h2>
      <p class="number">{words.leftCase(state.chat.case ?? "")}</p>
      <p>{receipt?.text}</p>
      <button type="button" class="plain wide" onClick={() => void session.anew()}>
        {state.site?.open ? words.anew : words.another}
      </button>
    </section>
  );
}
