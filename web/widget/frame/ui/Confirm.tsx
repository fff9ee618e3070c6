import { useEffect, useRef, useState } from "preact/hooks";
import type { Words } from "../words";
import { trapFocus } from "../../../embed/focus";

interface Props {
  words: Words;
  yes: () => Promise<void>;
  no: () => void;
}

/** Asks before a conversation ends. The harmless answer has the focus, which returns to where it was. */
export function Confirm({ words, yes, no }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const stay = useRef<HTMLButtonElement>(null);
  const [failed, fail] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const before = (box.current!.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    stay.current?.focus();
    return () => before?.isConnected && before.focus();
  }, []);

  async function sure(): Promise<void> {
    setBusy(true);
    await yes().catch(() => (fail(true), setBusy(false)));
  }

  return (
    <div class="veil">
      <div
        ref={box}
        class="sheet"
        data-trap
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="sure"
        aria-describedby="why"
        onKeyDown={(event) => event.key === "Tab" && trapFocus(event, box.current!)}
      >
        <h2 id="sure">{words.endTitle}</h2>
        <p id="why">{words.endText}</p>
        {failed && (
          <p role="alert" class="wrong">
            {words.failed}
          </p>
        )}
        <div class="buttons">
          <button ref={stay} type="button" class="plain" onClick={no}>
            {words.endNo}
          </button>
          <button type="button" class="firm" disabled={busy} onClick={() => void sure()}>
            {words.endYes}
          </button>
        </div>
      </div>
    </div>
  );
}
