/** The one door to the server. Every call ends in data or in a `Refused` with a sentence for people. */
import createClient, { type Middleware } from "openapi-fetch";
import { language } from "@/i18n/language";
import { serverSaid } from "@/time/clock";
import type { paths } from "./schema";
import { attended } from "./attended";
import { Refused, unreachable, type Refusal } from "./refused";

let csrf = "";

/** The token that unsafe methods carry; the server gives it with /me and at sign-in. */
export function useToken(token: string | undefined): void {
  if (token) csrf = token;
}

const dress: Middleware = {
  onRequest({ request }) {
    request.headers.set("X-Language", language.value);
    if (!attended(Date.now())) request.headers.set("X-Unattended", "1");
    if (request.method !== "GET") request.headers.set("X-CSRFToken", csrf || cookie("csrftoken"));
    return request;
  },
  onResponse({ response }) {
    const said = response.headers.get("Date");
    if (said) serverSaid(Date.parse(said));
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin", fetch: (input) => globalThis.fetch(input) });
api.use(dress);

type Answered<T> = { data?: T; error?: unknown; response: Response };

let signedOut: () => void = () => undefined;

/** What happens when the server no longer knows us. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

/** The data of an answer; a refusal or a silent network is thrown as `Refused`. */
export async function unwrap<T>(asked: Promise<Answered<T>>): Promise<T> {
  let answer: Answered<T>;
  try {
    answer = await asked;
  } catch (silence) {
    throw unreachable(silence);
  }
  if (answer.response.ok) return answer.data as T;
  const refused = new Refused(answer.response.status, (answer.error ?? {}) as Partial<Refusal>);
  if (refused.status === 401 && refused.code === "sign_in") signedOut();
  throw refused;
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
