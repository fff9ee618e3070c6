import { useState } from "preact/hooks";
import type { Words } from "../words";
import { Icon } from "./icons";

export interface Person {
  name: string;
  phone: string;
}

interface Props {
  words: Words;
  who: Person;
  change: (who: Person) => void;
}

/** Name and phone, asked of those who care to give them. */
export function Who({ words, who, change }: Props) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <button type="button" class="link who-link" aria-expanded="false" onClick={() => setOpen(true)}>
        <Icon name="person" size={17} /> {words.who}
      </button>
    );
  }
  return (
    <fieldset class="who-fields">
      <legend>{words.whoWhy}</legend>
      <label>
        <span>{words.name}</span>
        <input
          value={who.name}
          maxLength={40}
          autocomplete="name"
          onInput={(event) => change({ ...who, name: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>{words.phone}</span>
        <input
          type="tel"
          value={who.phone}
          maxLength={32}
          autocomplete="tel"
          onInput={(event) => change({ ...who, phone: event.currentTarget.value })}
        />
      </label>
    </fieldset>
  );
}
