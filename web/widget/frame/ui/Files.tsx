/** Pictures and files that arrived. The token goes with the request, so both are fetched, not linked. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../session";
import type { StoredFile } from "../shapes";
import { size } from "../times";
import type { Words } from "../words";
import { Icon } from "./icons";

interface Props {
  session: Session;
  file: StoredFile;
  words: Words;
}

export function Picture({ session, file, words }: Props) {
  const [url, setUrl] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let made = "";
    void session.download(file.id).then(
      (blob) => setUrl((made = URL.createObjectURL(blob))),
      () => undefined, // the frame of the picture stays, and its name
    );
    return () => URL.revokeObjectURL(made);
  }, [file.id]);
  if (!url) return <span class="picture empty">{words.picture(file.name)}</span>;
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={words.openPicture(file.name)}
        onClick={() => dialog.current?.showModal()}
      >
        <img src={url} alt={words.picture(file.name)} />
      </button>
      <dialog
        ref={dialog}
        class="lightbox"
        aria-label={file.name}
        onClick={() => dialog.current?.close()}
        onKeyDown={(event) => event.stopPropagation()}
      >
        <button type="button" class="round" aria-label={words.close}>
          <Icon name="close" />
        </button>
        <img src={url} alt={words.picture(file.name)} />
      </dialog>
    </>
  );
}

export function FileOf({ session, file, words }: Props) {
  const [failed, fail] = useState(false);

  async function save(): Promise<void> {
    const url = URL.createObjectURL(await session.download(file.id));
    const link = Object.assign(document.createElement("a"), { href: url, download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  return (
    <button
      type="button"
      class="file"
      onClick={() =>
        void save().then(
          () => fail(false),
          () => fail(true),
        )
      }
    >
      <span class="hidden">{words.download}</span>
      <Icon name="file" size={26} />
      <span>
        <b>{file.name}</b>
        <small role="status">{failed ? words.failed : size(file.size)}</small>
      </span>
    </button>
  );
}
