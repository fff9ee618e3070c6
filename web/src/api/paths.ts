/** The server's addresses and shapes, written by `npm run api` from its OpenAPI page. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type paths = any;
