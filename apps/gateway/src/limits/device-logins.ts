import { type ErrorCode, isPlenticoreError } from "@plenticore/core";
import { addressOf } from "../config/address.ts";
import type { LimitHits } from "./hits.ts";
import type { RequestLimits } from "./limits.ts";

export interface DeviceLoginsOptions {
  readonly limits: Pick<RequestLimits, "refusedLogins" | "refusedLoginsWaitMinutes">;
  readonly hits: LimitHits;
  /** Monotonic, in ms. */
  readonly now: () => number;
}

/** What says that a secret was refused: the next one may lock the account. */
const refusals: ReadonlySet<ErrorCode> = new Set(["WRONG_PASSWORD", "WRONG_SERVICE_CODE", "USER_LOCKED"]);

/** Until what is under way has its outcome. */
const briefMs = 1000;
const longestWaitMs = 24 * 60 * 60 * 1000;
/** So many addresses are remembered; the longest unused is forgotten. */
const remembered = 1000;

interface Device {
  refused: number;
  /** Under way, their outcome unknown. */
  running: number;
  lastRefusedAt: number;
}

/**
 * Logins that users ask for. A device locks an account after too many wrong passwords, how many is not known (FACTS 1.4), so
 * that only a few are passed on, and then one after each wait, which doubles. A login that succeeds forgets them.
 */
export class DeviceLogins {
  readonly #options: DeviceLoginsOptions;
  readonly #devices = new Map<string, Device>();

  constructor(options: DeviceLoginsOptions) {
    this.#options = options;
  }

  /**
   * Lets somebody try.
   *
   * @param url the device's; whatever the secret
   * @throws PlenticoreError LIMIT_EXCEEDED with `retryAfterMs`, and then nothing was sent
   */
  async attempt<Result>(url: string, login: () => Promise<Result>): Promise<Result> {
    // What is no url is refused elsewhere.
    const address = addressOf(url) ?? url;
    const device = this.#devices.get(address) ?? { refused: 0, running: 0, lastRefusedAt: 0 };
    this.#admit(device);
    this.#devices.delete(address);
    this.#devices.set(address, device);
    this.#forgetOldest();
    // Those under way count as refused until it is known: many at once are no way round.
    device.running += 1;
    try {
      const result = await login();
      device.refused = 0;
      return result;
    } catch (error) {
      if (isPlenticoreError(error) && refusals.has(error.code)) {
        device.refused += 1;
        device.lastRefusedAt = this.#options.now();
      }
      throw error;
    } finally {
      device.running -= 1;
    }
  }

  #admit({ refused, running, lastRefusedAt }: Device): void {
    const { limits, hits, now } = this.#options;
    const { refusedLogins, refusedLoginsWaitMinutes } = limits;
    let leftMs = briefMs;
    if (refused < refusedLogins) {
      if (refused + running < refusedLogins) return;
    } else {
      const waitMs = Math.min(longestWaitMs, refusedLoginsWaitMinutes * 60_000 * 2 ** (refused - refusedLogins));
      leftMs = Math.max(briefMs, Math.ceil(lastRefusedAt + waitMs - now()));
      if (lastRefusedAt + waitMs <= now() && running === 0) return;
    }
    throw hits.over(
      "refusedLogins",
      `this inverter has refused ${refusedLogins} secrets, or is being asked: another is tried later, so that the account is not locked`,
      leftMs,
    );
  }

  #forgetOldest(): void {
    if (this.#devices.size <= remembered) return;
    for (const [address, { running }] of this.#devices) {
      if (running > 0) continue;
      this.#devices.delete(address);
      return;
    }
  }
}
