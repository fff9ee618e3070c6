/** What was written and has not arrived yet. */

import { useEffect, useState } from "preact/hooks";
import type { Item } from "../outbox";
import type { Session } from "../session";
import type { State } from "../state";
import { size } from "../times";
import { WORDS } from "../words";
import { Icon } from "./icons";
import { Bubble } from "./Bubble";

interface Props {
  session: Session;
  state: State;
  item: Item;
}

export function Waiting({ session, state, item }: Props) {
  const words = WORDS[state.language];
  const part = state.progress[item.uid];
  const note = part !== undefined && part < 1 ? words.sending(Math.round(part * 100)) : words.pending;
  return (
    <>
      <Bubble
        side="mine"
        state={item.refused ? "refused" : "pending"}
        speaker={words.you}
        text={item.text}
        bare={item.file?.picture ?? false}
        note={
          item.refused ? null : (
            <>
              <Icon name="clock" size={14} /> {note}
            </>
          )
        }
      >
        {item.file && <Preview session={session} item={item} />}
      </Bubble>
      {item.refused && <Refused session={session} state={state} item={item} />}
    </>
  );
}

function Preview({ session, item }: { session: Session; item: Item }) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    let made = "";
    void session.pendingFile(item.uid).then((file) => file && setUrl((made = URL.createObjectURL(file))));
    return () => URL.revokeObjectURL(made);
  }, [item.uid]);
  if (item.file!.picture && url) return <img class="picture" src={url} alt={item.file!.name} />;
  return (
    <span class="file">
      <Icon name="file" size={26} />
      <span>
        <b>{item.file!.name}</b>
        <small>{size(item.file!.size)}</small>
      </span>
    </span>
  );
}

function Refused({ session, state, item }: Props) {
  const words = WORDS[state.language];
  const why = item.refused === "file.lost" ? words.fileLost : item.refused;
  return (
    <div class="refusal" role="alert">
      <p>
        <Icon name="alert" size={15} /> {words.refused}：{why}
      </p>
      {item.kind !== "file" && (
        <button type="button" class="link" onClick={() => session.takeBack(item)}>
          {words.edit}
        </button>
      )}
      {item.kind !== "file" || item.refused !== "file.lost" ? (
        <button type="button" class="link" onClick={() => session.retry(item.uid)}>
          {words.retry}
        </button>
      ) : null}
      <button type="button" class="link" onClick={() => session.discard(item)}>
        {words.remove}
      </button>
    </div>
  );
}

export function PendingLine({ text }: { text: string }) {
  return (
    <p class="news" role="status">
      {text}
    </p>
  );
}
