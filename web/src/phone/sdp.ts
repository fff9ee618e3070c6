/** Telephone codecs only: joins of opus legs were seen to fall silent at the exchange, and the line is narrow anyway. */
const WANTED = ["PCMA", "PCMU", "TELEPHONE-EVENT"];

/** The description with its audio limited to alaw (first), ulaw and DTMF. Left as it is when it offers none of them. */
export function telephoneOnly(sdp: string): string {
  const rows = sdp.split("\r\n");
  const names = new Map(rows.map((row) => /^a=rtpmap:(\d+) ([^/]+)\//.exec(row)).flatMap((found) => (found ? [[found[1]!, found[2]!.toUpperCase()] as const] : [])));
  names.set("8", "PCMA").set("0", "PCMU"); // static types need no rtpmap
  const rank = (type: string) => WANTED.indexOf(names.get(type) ?? "");
  const place = rows.findIndex((row) => row.startsWith("m=audio "));
  const [media, port, protocol, ...types] = rows[place]?.split(" ") ?? [];
  const kept = types.filter((type) => rank(type) >= 0).sort((one, other) => rank(one) - rank(other));
  if (!kept.some((type) => rank(type) < 2)) return sdp;
  rows[place] = [media, port, protocol, ...kept].join(" ");
  const dropped = new Set(types.filter((type) => !kept.includes(type)));
  return rows.filter((row) => !dropped.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(row)?.[1] ?? "")).join("\r\n");
}
