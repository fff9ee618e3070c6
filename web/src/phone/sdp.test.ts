import { describe, expect, it } from "vitest";
import { telephoneOnly } from "./sdp";

describe("a session description", () => {
  const offer = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 110 126", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10", "a=rtpmap:63 red/48000/2",
    "a=rtpmap:9 G722/8000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:110 telephone-event/48000", "a=rtpmap:126 telephone-event/8000", ""].join("\r\n"); // prettier-ignore

  it("offers alaw first, ulaw and tones, and nothing else", () => {
    const told = telephoneOnly(offer);
    expect(told).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 8 0 110 126\r\n");
    expect(told).not.toMatch(/opus|G722|red|minptime/);
  });

  it("stays as it is where it has no telephone codec", () => {
    const only = "v=0\r\nm=audio 9 RTP/AVP 111\r\na=rtpmap:111 opus/48000/2\r\n";
    expect(telephoneOnly(only)).toBe(only);
  });
});
