/** What can be seen to be wrong before the server is asked. */

const DIGITS = /^\+?[0-9*#]{2,32}$/;
const SLUG = /^[a-z0-9][a-z0-9_-]*$/;
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/;
const NETWORK = /^[0-9A-Fa-f.:]+(\/\d{1,3})?$/;
const HIGHEST_PORT = 65535;

export const isNumber = (text: string): boolean => DIGITS.test(text);
export const isSlug = (text: string, most = 32): boolean => SLUG.test(text) && text.length <= most;
export const isHost = (text: string): boolean => HOST.test(text) && text.length <= 120;
export const isPort = (port: unknown): boolean => Number.isInteger(port) && (port as number) >= 1 && (port as number) <= HIGHEST_PORT;
/** An address or a network such as 203.0.113.0/24. */
export const isNetwork = (text: string): boolean => NETWORK.test(text);

/** What stands on lines or between commas. */
export const listed = (text: string): string[] => text.split(/[\s,，;；]+/).filter(Boolean);

/** A whole number within bounds. */
export const isWithin = (value: unknown, least: number, most: number): boolean => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** 08:30 stands before 20:30. */
export const inOrder = (from: string, until: string): boolean => Boolean(from && until) && from < until;
