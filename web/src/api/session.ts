/** Coming in, going out, and the first picture of the desk. */
import { api, unwrap, useToken } from "./client";
import type { Me } from "./types";

export const session = {
  async signIn(username: string, password: string): Promise<Me> {
    const me = await unwrap(api.POST("/api/session", { body: { username, password } }));
    useToken(me.csrf);
    return me;
  },
  signOut: () => unwrap(api.DELETE("/api/session", {})),
  async me(): Promise<Me> {
    const me = await unwrap(api.GET("/api/me", {}));
    useToken(me.csrf);
    return me;
  },
  changeLanguage: (language: string) => unwrap(api.PATCH("/api/me", { body: { language } })),
  desk: () => unwrap(api.GET("/api/desk", {})),
};
