/** Calls to our own server from a frame on somebody's page. Whatever went wrong, the caller learns whether trying again
can help. */

export type Language = "zh" | "en";

/** `status` 0: no answer. `field`: what to correct. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null = null,
    readonly after: number | null = null,
  ) {
    super(message);
  }

  /** What was thrown, if it is a failure; anything else is a defect and is thrown on. */
  static of(error: unknown): Failure {
    if (error instanceof Failure) return error;
    throw error;
  }

  /** Nobody answered, the server stumbled, or it asks to come later: the same request may succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

export interface Caller {
  token: () => string | null;
  language: () => Language;
}

const PATIENCE_MS = 20_000;

export function headers(caller: Caller): Record<string, string> {
  const token = caller.token();
  const said = { "X-Language": caller.language() === "zh" ? "zh-hans" : "en" };
  return token ? { ...said, Authorization: `Bearer ${token}` } : said;
}

export async function request<T>(caller: Caller, method: string, path: string, body?: unknown): Promise<T> {
  const response = await answer(caller, method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export async function answer(caller: Caller, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: { ...headers(caller), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: Error) => {
    throw new Failure(0, "network", error.message);
  });
  if (!response.ok) throw failure(response.status, await response.text(), response.headers.get("Retry-After"));
  return response;
}

export function failure(status: number, text: string, retryAfter: string | null = null): Failure {
  const said = parsed(text);
  const field = said.field ?? said.fields?.[0]?.field?.split(".").pop() ?? null;
  return new Failure(
    status,
    said.code ?? "",
    said.message ?? "",
    field,
    retryAfter ? Number(retryAfter) || null : null,
  );
}

interface Said {
  code?: string;
  message?: string;
  field?: string;
  fields?: { field?: string }[];
}

function parsed(text: string): Said {
  try {
    return JSON.parse(text) as Said;
  } catch {
    return {}; // a proxy's page: the status says enough
  }
}
