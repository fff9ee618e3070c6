/** What a customer may say of themselves. */

import type { ComponentChildren } from "preact";

const MOST_NAME = 40;
const MOST_PHONE = 32;

interface Props {
  label: string;
  value: string;
  change: (value: string) => void;
  wrong?: boolean;
  required?: boolean;
  children?: ComponentChildren;
}

export function NameField({ label, value, change, wrong }: Props) {
  return (
    <label>
      <span>{label}</span>
      <input
        value={value}
        maxLength={MOST_NAME}
        autocomplete="name"
        aria-invalid={wrong}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

export function PhoneField({ label, value, change, wrong, required, children }: Props) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="tel"
        value={value}
        maxLength={MOST_PHONE}
        required={required}
        autocomplete="tel"
        aria-invalid={wrong}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {children}
    </label>
  );
}
