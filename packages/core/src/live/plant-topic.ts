import type { Runtime } from "../runtime.ts";
import type { InverterLive, PlantLive } from "../types.ts";
import { quantity } from "../units.ts";
import { agedLive } from "./aged.ts";
import { Alarm } from "./alarm.ts";
import { Broadcast } from "./broadcast.ts";
import { isSameButForAge } from "./same.ts";
import type { EndOptions, InverterLiveState, InverterWatches, PlantLiveState, Watch } from "./types.ts";

export interface PlantInverter extends Pick<InverterWatches, "watchLive"> {
  readonly id: string;
  /** What a new watch of this pace would show first. */
  liveState(everyMs: number): InverterLiveState;
}

export interface PlantPart {
  readonly inverterId: string;
  readonly values: InverterLive;
}

export interface PlantTopicOptions {
  readonly plantId: string;
  readonly inverters: readonly PlantInverter[];
  readonly everyMs: number;
  readonly heartbeatMs: number;
  readonly runtime: Pick<Runtime, "monotonic" | "sleep">;
  readonly sum: (parts: readonly PlantPart[], expected: number) => PlantLive;
  readonly onEmpty: () => void;
}

interface Received {
  readonly state: InverterLiveState;
  /** Monotonic, in ms. */
  readonly at: number;
}

/** So long, in ms, the first sums wait for inverters that are still being asked: a step of the floor, and an answer. */
const SETTLING_MS = 1_500;

/**
 * The sums of a plant at one pace, made from the watches of its inverters. Who is away or late is left out of them; where
 * nobody is left, the last sums stay, stale and with nobody reporting.
 */
export class PlantTopic {
  readonly #options: PlantTopicOptions;
  readonly #watchers: Broadcast<PlantLiveState>;
  readonly #alarm: Alarm;
  readonly #received = new Map<string, Received>();
  readonly #ended = new AbortController();
  /** Whose values the last sums with anybody reporting were made of. */
  #lastReporting: readonly string[] = [];
  #sent: PlantLiveState;
  #sentAt: number;
  /** When somebody reported of whom nothing is sent yet, after a time without anybody. */
  #firstAt: number | undefined;
  #isDirty = false;

  constructor(options: PlantTopicOptions) {
    const { runtime, inverters, everyMs, onEmpty } = options;
    this.#options = options;
    this.#alarm = new Alarm(runtime);
    this.#watchers = new Broadcast({
      onEmpty: () => {
        this.#ended.abort();
        this.#alarm.wake();
        onEmpty();
      },
    });
    for (const inverter of inverters) this.#receive(inverter.id, inverter.liveState(everyMs));
    this.#sent = this.#state();
    this.#sentAt = runtime.monotonic();
  }

  /** Begins to follow the inverters, until the last watcher has gone. */
  start(): void {
    for (const inverter of this.#options.inverters) void this.#follow(inverter);
    void this.#run();
  }

  watch({ signal }: EndOptions): Watch<PlantLiveState> {
    return this.#watchers.subscribe({ first: [this.#sentNow()], ...(signal === undefined ? {} : { signal }) });
  }

  close(): void {
    this.#watchers.close();
  }

  async #follow(inverter: PlantInverter): Promise<void> {
    const { everyMs } = this.#options;
    for await (const state of inverter.watchLive({ everyMs, signal: this.#ended.signal })) {
      this.#receive(inverter.id, state);
      this.#isDirty = true;
      this.#alarm.wake();
    }
  }

  #receive(inverterId: string, state: InverterLiveState): void {
    this.#received.set(inverterId, { state, at: this.#options.runtime.monotonic() });
  }

  async #run(): Promise<void> {
    const { runtime, everyMs, heartbeatMs } = this.#options;
    while (!this.#ended.signal.aborted) {
      const now = runtime.monotonic();
      const beatAt = this.#sentAt + heartbeatMs;
      // Sums of nobody are no value yet that others would have to keep a distance to.
      const openAt = this.#sent.live.reporting === 0 ? this.#settledAt(now) : this.#sentAt + everyMs;
      if (now >= beatAt || (this.#isDirty && now >= openAt)) this.#send(now >= beatAt);
      const nextAt = this.#sentAt + heartbeatMs;
      await this.#alarm.sleepUntil(this.#isDirty ? Math.min(openAt, nextAt) : nextAt);
    }
  }

  /** When the first sums may go out: as soon as all have said something, or some time after the first. */
  #settledAt(now: number): number {
    let reporting = 0;
    let pending = 0;
    for (const { state, at } of this.#received.values()) {
      const isThere = state.availability.state === "ONLINE" || state.availability.state === "STARTING";
      if (agedLive(state, now - at).live?.stale === false) reporting += 1;
      else if (isThere && state.error === null) pending += 1;
    }
    if (reporting === 0 || pending === 0) return now;
    this.#firstAt ??= now;
    return this.#firstAt + SETTLING_MS;
  }

  #send(always: boolean): void {
    this.#isDirty = false;
    this.#firstAt = undefined;
    const state = this.#state();
    if (!always && isSameButForAge(state, this.#sent)) return;
    this.#sent = state;
    this.#sentAt = this.#options.runtime.monotonic();
    this.#watchers.publish(state);
  }

  #sentNow(): PlantLiveState {
    const { live } = this.#sent;
    if (live.ageSeconds === null) return this.#sent;
    const ageSeconds = live.ageSeconds + (this.#options.runtime.monotonic() - this.#sentAt) / 1000;
    return { ...this.#sent, live: { ...live, ageSeconds: quantity(ageSeconds) } };
  }

  #state(): PlantLiveState {
    const { plantId, everyMs, sum, runtime } = this.#options;
    const now = runtime.monotonic();
    const parts: PlantPart[] = [];
    const last: PlantPart[] = [];
    let expected = 0;
    for (const [inverterId, { state, at }] of this.#received) {
      if (state.availability.state === "DISABLED") continue;
      expected += 1;
      const { live } = agedLive(state, now - at);
      if (live === null) continue;
      const part = { inverterId, values: live };
      if (!live.stale) parts.push(part);
      if (this.#lastReporting.includes(inverterId)) last.push(part);
    }
    if (parts.length > 0) this.#lastReporting = parts.map(({ inverterId }) => inverterId);
    const live = parts.length > 0 ? sum(parts, expected) : { ...sum(last, expected), stale: true, reporting: 0 };
    return { plantId, every: quantity(everyMs / 1000), live };
  }
}
