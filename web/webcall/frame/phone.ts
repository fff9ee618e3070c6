/** One call over SIP in a WebSocket, by JsSIP, which is fetched when somebody calls. */

import type { RTCSession } from "jssip/lib/RTCSession";
import type { UA } from "jssip/lib/UA";
import { Trouble, type Account, type Code, type IceServer } from "./shapes";

const CONNECT_MS = 8_000;
const ICE_MS = 1_000;
const TONE_MS = 120;

/** How a call ended: `us` is the exchange, `me` the customer. */
export type End = "us" | "me" | Code;

/** What is told while it lasts. */
export interface Heard {
  up(): void;
  over(how: End): void;
  sound(stream: MediaStream): void;
  steady(on: boolean): void;
}

export interface Phone {
  mute(on: boolean): void;
  press(digit: string): void;
  hangUp(): void;
}

export type Dial = (to: Account, voice: MediaStream, heard: Heard) => Promise<Phone>;

export const dial: Dial = async (to, voice, heard) => {
  const { UA, WebSocketInterface } = await import("jssip").catch(() => {
    throw new Trouble("silent");
  });
  const ua = new UA({
    sockets: [new WebSocketInterface(to.ws_url)],
    uri: `sip:${to.username}@${to.domain}`,
    password: to.secret,
    register: false,
    session_timers: false,
    user_agent: "Yingda web call",
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 4,
  });
  await connected(ua);
  return talk(ua, ring(ua, to, voice, heard));
};

/** The exchange's door is open, or there is Trouble. */
function connected(ua: UA): Promise<void> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => giveUp(), CONNECT_MS);
    const giveUp = () => {
      clearTimeout(late);
      ua.stop();
      failed(new Trouble("exchange"));
    };
    let first = true;
    ua.on("connected", () => {
      first = false;
      clearTimeout(late);
      done();
    });
    ua.on("disconnected", () => first && giveUp());
    ua.start();
  });
}

function ring(ua: UA, to: Account, voice: MediaStream, heard: Heard): RTCSession {
  const end = (how: End) => {
    ua.stop();
    heard.over(how);
  };
  return ua.call(`sip:${to.token}@${to.domain}`, {
    mediaStream: voice,
    mediaConstraints: { audio: true, video: false },
    pcConfig: { iceServers: to.ice_servers.map(relay) },
    eventHandlers: {
      peerconnection: ({ peerconnection }) => watch(peerconnection, heard),
      icecandidate: patient(),
      accepted: () => heard.up(),
      ended: ({ originator, cause }) => end(said(originator, cause)),
      failed: ({ originator, cause }) => end(said(originator, cause)),
    },
  });
}

/** What is null there must not be named here. */
const relay = ({ urls, username, credential }: IceServer): RTCIceServer => (username && credential ? { urls, username, credential } : { urls });

function watch(connection: RTCPeerConnection, heard: Heard): void {
  connection.addEventListener("track", ({ streams, track }) => heard.sound(streams[0] ?? new MediaStream([track])));
  connection.addEventListener("iceconnectionstatechange", () => {
    const state = connection.iceConnectionState;
    if (state === "disconnected") heard.steady(false);
    if (state === "connected" || state === "completed") heard.steady(true);
  });
}

/** Addresses that take longer to be found than this are not waited for. */
function patient(): ({ ready }: { ready: () => void }) => void {
  let late: ReturnType<typeof setTimeout> | undefined;
  return ({ ready }) => (late ??= setTimeout(ready, ICE_MS));
}

const CAUSES: Record<string, Code> = {
  Busy: "busy",
  Unavailable: "exchange",
  "Connection Error": "silent",
  "Request Timeout": "silent",
  "No Answer": "exchange",
  "RTP Timeout": "lost",
  "Dialog Error": "lost",
};

/** What JsSIP's words for an end mean to a customer. */
export function said(originator: string, cause: string): End {
  if (cause === "Terminated" || cause === "Canceled") return originator === "local" ? "me" : "us";
  return CAUSES[cause] ?? "refused";
}

function talk(ua: UA, session: RTCSession): Phone {
  return {
    mute: (on) => (on ? session.mute({ audio: true }) : session.unmute({ audio: true })),
    press: (digit) => session.sendDTMF(digit, { duration: TONE_MS, transportType: "RFC2833" as never }),
    hangUp: () => {
      if (session.isEnded()) ua.stop();
      else session.terminate();
    },
  };
}
