import { abortable } from "./abortable.ts";
import { backoff } from "./backoff.ts";
import { cancelled, type ErrorCode, isPlenticoreError, PlenticoreError } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import type { Availability, AvailabilityState } from "./types.ts";
import { quantity, type Timestamp } from "./units.ts";

export interface ContactOptions {
  readonly inverterId: string;
  readonly disabled: boolean;
  readonly runtime: Runtime;
  /** Speaks to the device and logs in, each request limited to `patienceMs`. */
  readonly attempt: (patienceMs: number) => Promise<void>;
  /** Each change of state, with the reason. */
  readonly onChange?: (availability: Availability) => void;
  /** Limit of a request to a slow device in ms. */
  readonly timeoutMs: number;
}

/** What a device that fails to answer for the first time may cost a query, in ms. */
const FIRST_PATIENCE_MS = 3_000;
/** What a query waits for the first contact, in ms. */
const SETTLED_WITHIN_MS = 5_000;
const PROBE_BASE_MS = 2_000;
const PROBE_CAP_MS = 60_000;
const PROBE_FLOOR_MS = 500;
/** A device whose answers take t is away when it has said nothing for this many t. */
const PATIENCE_PER_ANSWER = 3;
const SLOWEST_DECAY = 0.7;

/** Whether an inverter can be spoken to: contacted at start, and looked for in the background while it is away. */
export class Contact {
  readonly #options: ContactOptions;
  #looking = new AbortController();
  #closed = false;
  #availability: Availability;
  #error: PlenticoreError | undefined;
  #first: Promise<void> | undefined;
  #probing = false;
  #nextProbeAt: number | undefined;
  #slowestMs = 0;
  #listener: (() => void) | undefined;

  constructor(options: ContactOptions) {
    this.#options = options;
    this.#availability = {
      state: "STARTING",
      code: null,
      reason: null,
      since: quantity<Timestamp>(options.runtime.now()),
      lastSeenAt: null,
    };
    if (options.disabled) {
      const { inverterId } = options;
      this.#become(
        "DISABLED",
        new PlenticoreError("DISCONNECTED", `${inverterId}: disabled in the configuration`, { inverterId }),
      );
    }
  }

  get availability(): Availability {
    return this.#availability;
  }

  /** Why the device can't be spoken to; undefined while it can, and before anybody tried. */
  get error(): PlenticoreError | undefined {
    return this.#error;
  }

  /** How long a request may stay without an answer, in ms: at least 3 s, more for a device known to be slow. */
  get patienceMs(): number {
    const patienceMs = Math.max(FIRST_PATIENCE_MS, Math.ceil(PATIENCE_PER_ANSWER * this.#slowestMs));
    return Math.min(patienceMs, this.#options.timeoutMs);
  }

  /** Has `listener` hear of each change of state or reason, after it. One at a time. */
  listen(listener: () => void): void {
    this.#listener = listener;
  }

  /** Contacts the device in the background, once. */
  start(): void {
    if (this.#availability.state === "DISABLED" || this.#closed) return;
    this.#first ??= this.#probeUntilAnswered();
  }

  /** The availability after the first contact, or as it is after 5 s. */
  async settled(signal?: AbortSignal): Promise<Availability> {
    this.start();
    if (this.#first !== undefined && this.#availability.state === "STARTING" && this.#error === undefined) {
      const waited = new AbortController();
      const limit = this.#options.runtime.sleep(SETTLED_WITHIN_MS, { signal: waited.signal }).catch(() => undefined);
      try {
        await abortable(Promise.race([this.#first, limit]), signal);
      } finally {
        waited.abort();
      }
    }
    return this.#availability;
  }

  /** Resolves when the device can be asked. @throws PlenticoreError why it can't, at once where that is known */
  async ready(signal?: AbortSignal): Promise<void> {
    this.start();
    if (this.#availability.state === "STARTING" && this.#error === undefined)
      await abortable(this.#firstAnswer(), signal);
    if (this.#closed) throw cancelled();
    if (this.#availability.state === "ONLINE") return;
    const { inverterId, runtime } = this.#options;
    const error = this.#error ?? new PlenticoreError("DISCONNECTED", `${inverterId}: not connected`, { inverterId });
    const retryAfterMs =
      this.#nextProbeAt === undefined ? undefined : Math.max(0, Math.ceil(this.#nextProbeAt - runtime.monotonic()));
    throw new PlenticoreError(error.code, error.message, {
      inverterId,
      cause: error,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(error.certificate === undefined ? {} : { certificate: error.certificate }),
    });
  }

  /** A sign of life. */
  answered(): void {
    this.#availability = { ...this.#availability, lastSeenAt: quantity<Timestamp>(this.#options.runtime.now()) };
  }

  /** How long an ordinary request took, or at least took: a device that is slow now is given more time next. */
  took(ms: number): void {
    this.#slowestMs = Math.max(ms, this.#slowestMs * SLOWEST_DECAY);
  }

  /** The device can't be spoken to any more; it is looked for in the background where that may help. */
  lost(error: PlenticoreError): void {
    if (this.#probing || this.#closed || error.code === "CANCELLED" || this.#availability.state === "DISABLED") return;
    this.#fail(error);
    if (isWorthProbing(error.code)) void this.#probeUntilAnswered({ delayed: true });
  }

  /** Counts the device as away on purpose and looks for it no more, until `restart`. */
  disconnect(): void {
    this.#looking.abort();
    const { inverterId } = this.#options;
    const what = `${inverterId}: disconnected until it is reconnected`;
    this.#become("DISABLED", new PlenticoreError("DISCONNECTED", what, { inverterId }));
  }

  /** Begins anew, as at the start. @throws PlenticoreError why the device can't be spoken to now */
  async restart(): Promise<void> {
    this.#looking.abort();
    this.#error = undefined;
    this.#become("STARTING");
    this.#first = this.#probeUntilAnswered();
    await this.ready();
  }

  close(): void {
    this.#closed = true;
    this.#looking.abort();
  }

  #firstAnswer(): Promise<void> {
    return this.#first ?? Promise.resolve();
  }

  /** Resolves after the first attempt, whatever came of it; goes on in the background until the device answers. */
  #probeUntilAnswered({ delayed = false } = {}): Promise<void> {
    const { promise: attempted, resolve } = Promise.withResolvers<void>();
    const looking = new AbortController();
    this.#looking = looking;
    this.#probing = true;
    void this.#probe(delayed, looking.signal, resolve).finally(() => {
      if (this.#looking === looking) this.#probing = false;
      resolve();
    });
    return attempted;
  }

  async #probe(delayed: boolean, signal: AbortSignal, attempted: () => void): Promise<void> {
    const { runtime, attempt, timeoutMs } = this.#options;
    const delays = backoff({ baseMs: PROBE_BASE_MS, capMs: PROBE_CAP_MS, random: () => runtime.random() });
    let patienceMs = delayed ? timeoutMs : Math.min(FIRST_PATIENCE_MS, timeoutMs);
    let wait = delayed;
    for (;;) {
      if (wait && !(await this.#sleep(PROBE_FLOOR_MS + delays.next().value, signal))) return;
      wait = true;
      try {
        await attempt(patienceMs);
        if (signal.aborted) return;
        this.#error = undefined;
        this.#become("ONLINE");
        return;
      } catch (error) {
        if (signal.aborted) return;
        const failure = isPlenticoreError(error) ? error : unexpected(this.#options.inverterId, error);
        this.#fail(failure);
        attempted();
        if (!isWorthProbing(failure.code)) return;
        // One that is there but slow is given its time; a query never waits for these attempts.
        patienceMs = timeoutMs;
      }
    }
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    this.#nextProbeAt = this.#options.runtime.monotonic() + ms;
    try {
      await this.#options.runtime.sleep(ms, { signal, background: true });
      return true;
    } catch {
      return false;
    } finally {
      this.#nextProbeAt = undefined;
    }
  }

  #fail(error: PlenticoreError): void {
    this.#error = error;
    this.#become(stateOf(error.code), error);
  }

  #become(state: AvailabilityState, error?: PlenticoreError): void {
    const { since, lastSeenAt, state: before, code } = this.#availability;
    this.#availability = {
      state,
      code: error?.code ?? null,
      reason: error?.message ?? null,
      since: state === this.#availability.state ? since : quantity<Timestamp>(this.#options.runtime.now()),
      lastSeenAt,
    };
    if (error !== undefined) this.#error = error;
    if (before === state && code === this.#availability.code) return;
    this.#options.onChange?.(this.#availability);
    this.#listener?.();
  }
}

const unexpected = (inverterId: string, cause: unknown) =>
  new PlenticoreError("INTERNAL", `${inverterId}: contact failed unexpectedly`, { inverterId, cause });

function stateOf(code: ErrorCode): AvailabilityState {
  switch (code) {
    case "WRONG_PASSWORD":
    case "WRONG_SERVICE_CODE":
    case "SERVER_SIGNATURE_MISMATCH":
      return "UNAUTHORIZED";
    case "USER_LOCKED":
      return "LOCKED";
    case "DEVICE_BUSY":
      return "STARTING";
    default:
      return "OFFLINE";
  }
}

/** Looking again helps against a sleeping or booting device, never against a refused secret or an impostor. */
const isWorthProbing = (code: ErrorCode): boolean => stateOf(code) === "OFFLINE" || stateOf(code) === "STARTING";
