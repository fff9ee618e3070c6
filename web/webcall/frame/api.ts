/** What the telephone asks of the server. */

import { request, type Caller, type Language } from "../../embed/http";
import type { Account, Info, Standing, Who } from "./shapes";

export interface Api {
  info(key: string): Promise<Info>;
  call(key: string, language: Language, who: Who): Promise<Account>;
  standing(token: string): Promise<Standing>;
}

export function api(language: () => Language): Api {
  const caller: Caller = { token: () => null, language };
  return {
    info: (key) => request(caller, "GET", `/api/web-calls/${key}`),
    call: (key, spoken, who) => request(caller, "POST", `/api/web-calls/${key}/calls`, { language: spoken, ...who }),
    standing: (token) => request(caller, "GET", `/api/web-calls/calls/${token}`),
  };
}
