/**
 * The telephone of the person who sits here. The leading tab of the browser is the phone; the other tabs show what it
 * tells them, and hand it what is pressed in them.
 */
import { useQuery } from "@tanstack/vue-query";
import { computed, onScopeDispose, reactive, shallowRef, watch } from "vue";
import { countAsPresent } from "@/api/attended";
import { kept } from "@/api/keys";
import { phones } from "@/api/phone";
import type { BrowserAccount, PhoneOut } from "@/api/phoneShapes";
import { leading } from "@/feed/feed";
import { ready } from "@/shell/desk";
import { hindrance } from "./devices";
import { startRinging, stopRinging } from "./ringer";
import { Softphone, type Sip } from "./softphone";
import { sounding } from "./sounding";
import { idle, type PhoneState } from "./state";

export type Deed =
  | { do: "answer"; contact: string }
  | { do: "decline"; contact: string }
  | { do: "hang_up" }
  | { do: "mute"; on: boolean }
  | { do: "press"; digits: string };
type Told = { kind: "state"; state: PhoneState } | { kind: "deed"; deed: Deed } | { kind: "ask" };

const CHANNEL = "yingda-phone";
const MEASURED_EVERY_MS = 5_000;
const HANDSET_EVERY_MS = 15_000;
const RELAY_EVERY_MS = 3_600_000;

/** What every tab shows. */
export const phone = reactive<PhoneState>(idle());
/** The phone itself, in the tab that is it. */
export const engine = shallowRef<Softphone>();
let channel: BroadcastChannel | undefined;
let turns = 0;

export function usePhone() {
  return useQuery({ queryKey: kept.phone, queryFn: phones.get, enabled: ready, refetchInterval: askAgain });
}

/** Nobody tells us of a handset's registration, nor that the account at a TURN server is about to lapse. */
function askAgain(query: { state: { data?: PhoneOut } }): number | false {
  const told = query.state.data;
  if (told?.choice === "hard") return HANDSET_EVERY_MS;
  return told?.browser?.ice_servers.some((server) => server.credential) ? RELAY_EVERY_MS : false;
}

/** Do it here, or let the tab do it that is the phone. */
export function act(deed: Deed): void {
  if (engine.value) perform(engine.value, deed);
  else channel?.postMessage({ kind: "deed", deed } satisfies Told);
}

function perform(softphone: Softphone, deed: Deed): void {
  if (deed.do === "answer") softphone.answer(deed.contact);
  else if (deed.do === "decline") softphone.decline(deed.contact);
  else if (deed.do === "hang_up") softphone.hangUp();
  else if (deed.do === "mute") softphone.mute(deed.on);
  else softphone.press(deed.digits);
}

/** Start the phone of this person. Called once, by the shell. */
export function startPhone(): void {
  const { data } = usePhone();
  const account = computed(() => (leading.value && data.value?.choice === "browser" ? data.value.browser : null));
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data: told }: MessageEvent<Told>) => hear(told);
  channel.postMessage({ kind: "ask" } satisfies Told);
  countAsPresent(() => phone.talk?.stage === "talking");

  watch([() => account.value?.username, () => account.value?.ws_url, () => account.value?.secret], () => void become(account.value), { immediate: true });
  watch(() => account.value?.ice_servers, (servers) => servers && engine.value?.relayBy(servers));
  watch(() => phone.link === "off" && engine.value?.stopped, (over) => over && void become(account.value));
  watch(phone, () => engine.value && tell(), { deep: true });
  watch(() => engine.value !== undefined && phone.talk?.stage === "ringing" && !phone.talk.auto, (rings) => (rings ? startRinging() : stopRinging()));
  const stop = [measuring(), watchingNetwork(), guardingPage()];
  onScopeDispose(() => {
    stop.forEach((end) => end());
    stopRinging();
    engine.value?.retire();
    channel?.close();
    channel = undefined;
  });
}

/** Be the phone of this account, or none. JsSIP is fetched only where it is needed. */
async function become(account: BrowserAccount | null): Promise<void> {
  const turn = ++turns;
  const before = engine.value;
  if (before && !before.stopped) {
    if (account && same(before.account, account)) return before.reuse();
    before.retire();
    if (!before.stopped) return; // its talk goes on; when that is over we come here again
  }
  engine.value = undefined;
  Object.assign(phone, idle(), { trouble: account && hindrance() });
  if (!account) return void channel?.postMessage({ kind: "ask" } satisfies Told);
  if (phone.trouble) return;
  const sip = await jssip();
  if (turn !== turns) return;
  engine.value = new Softphone(account, phone, sip, sounding);
  engine.value.start();
}

function same(one: BrowserAccount, other: BrowserAccount): boolean {
  return one.username === other.username && one.ws_url === other.ws_url && one.secret === other.secret;
}

async function jssip(): Promise<Sip> {
  return (await import("jssip")) as unknown as Sip;
}

function hear(told: Told): void {
  if (told.kind === "state" && !engine.value) Object.assign(phone, told.state);
  else if (told.kind === "deed" && engine.value) perform(engine.value, told.deed);
  else if (told.kind === "ask" && engine.value) tell();
}

function tell(): void {
  channel?.postMessage({ kind: "state", state: JSON.parse(JSON.stringify(phone)) as PhoneState } satisfies Told);
}

/** Read the line every few seconds and let the server keep it with the leg. */
function measuring(): () => void {
  const timer = setInterval(async () => {
    const leg = phone.talk?.leg;
    const quality = await engine.value?.measure();
    if (quality && leg) phones.measured(leg, quality).catch(() => undefined); // the next reading is five seconds away
  }, MEASURED_EVERY_MS);
  return () => clearInterval(timer);
}

function watchingNetwork(): () => void {
  const restart = () => engine.value?.restartPath();
  const network = (navigator as { connection?: EventTarget }).connection;
  addEventListener("online", restart);
  network?.addEventListener("change", restart);
  return () => {
    removeEventListener("online", restart);
    network?.removeEventListener("change", restart);
  };
}

/** Leaving the page would cut off the customer: ask first. */
function guardingPage(): () => void {
  const guard = (event: BeforeUnloadEvent) => {
    if (engine.value && phone.talk && phone.talk.stage !== "ringing") event.preventDefault();
  };
  addEventListener("beforeunload", guard);
  return () => removeEventListener("beforeunload", guard);
}
