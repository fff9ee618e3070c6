import { useState } from "preact/hooks";
import { NameField, PhoneField } from "../../../embed/fields";
import { Icon } from "./icons";
import type { Props } from "./props";
import { TroubleNote } from "./TroubleNote";

/** Before the call: what will happen, who you are if you like, and the button. */
export function Ready({ session, state, words, framed }: Props & { framed: boolean }) {
  const [who, setWho] = useState({ name: "", phone: "" });
  const { info, trouble } = state;
  const open = info!.open;

  function submit(event: Event): void {
    event.preventDefault();
    void session.call({ name: who.name.trim(), phone: who.phone.trim() });
  }

  return (
    <form class="body" onSubmit={submit} noValidate>
      <section class="card">
        <div class="lead">
          <span class="badge-icon">
            <Icon name={open ? "phone" : "moon"} size={24} />
          </span>
          <div>
            <h2>{open ? words.title : words.closedTitle}</h2>
            <p class="soft">{open ? words.how : words.closedHours(info!.hours[state.language])}</p>
          </div>
        </div>
        {!open && <p>{words.closedLeave}</p>}
        {trouble && <TroubleNote trouble={trouble} state={state} words={words} framed={framed} />}
        <fieldset class="who-fields">
          <legend>{words.who}</legend>
          <NameField
            label={words.name}
            value={who.name}
            change={(name) => setWho({ ...who, name })}
            wrong={trouble?.field === "name"}
          />
          <PhoneField
            label={words.phone}
            value={who.phone}
            change={(phone) => setWho({ ...who, phone })}
            wrong={trouble?.field === "phone"}
          />
          <p class="soft small">{words.whoWhy}</p>
        </fieldset>
        <button type="submit" class="firm wide">
          <Icon name="phone" />
          {trouble ? words.retry : open ? words.call : words.leave}
        </button>
        <p class="soft small">{words.allow}</p>
      </section>
    </form>
  );
}
