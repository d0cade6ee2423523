import { completeData, type PlenticoreClient, SetBatteryLimitsDocument } from "@plenticore/client";
import { type Refusal, refusalOf } from "./explain.ts";

/** So long the battery charges on at most when this script is killed, in s: then the gateway ends what nobody renews. */
export const leaseSeconds = 15 * 60;

/** The gateway keeps the battery at a power for a time; what is taken here is ended here. */
export class ChargingLease {
  readonly #client: PlenticoreClient;
  readonly #inverterId: string;
  #isHeld = false;

  constructor(client: PlenticoreClient, inverterId: string) {
    this.#client = client;
    this.#inverterId = inverterId;
  }

  /** @param power to charge with, in W */
  async take(power: number): Promise<Refusal | undefined> {
    // Noted before it is known: an answer that gets lost may be of a lease that runs.
    this.#isHeld = true;
    const refusal = await this.#set({ power: -power, for: leaseSeconds });
    if (refusal !== undefined && refusal.mayHold !== true) this.#isHeld = false;
    return refusal;
  }

  /** Ends what this script has begun, also when Ctrl+C was pressed. */
  async end(): Promise<void> {
    if (!this.#isHeld) return;
    try {
      const refusal = await this.#set({ for: 0 });
      if (refusal !== undefined) throw new Error(refusal.why);
      // What takes a power from outside holds the last one, 0 W as a rule, until it hears nothing for three minutes.
      console.log("Ended: the inverter decides again, at the latest in 3 minutes.");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.error(`Could not be ended (${why}): it ends by itself within ${leaseSeconds / 60} minutes.`);
    }
  }

  async #set(limits: { readonly power?: number; readonly for: number }): Promise<Refusal | undefined> {
    const input = { inverterId: this.#inverterId, ...limits };
    return refusalOf(completeData(await this.#client.mutate(SetBatteryLimitsDocument, { input })).setBatteryLimits);
  }
}
