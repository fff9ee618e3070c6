import { useState } from "preact/hooks";
import { NameField, PhoneField } from "../../../embed/fields";
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
      <NameField label={words.name} value={who.name} change={(name) => change({ ...who, name })} />
      <PhoneField label={words.phone} value={who.phone} change={(phone) => change({ ...who, phone })} />
    </fieldset>
  );
}
