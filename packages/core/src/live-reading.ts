import type { ProcessDataListing } from "./device-info.ts";
import { type Equipment, liveSelection, liveValues, type Measurement } from "./live-values.ts";
import type { Runtime } from "./runtime.ts";
import type { Selection } from "./selection.ts";
import type { Snapshot } from "./snapshot.ts";
import type { InverterLive } from "./types.ts";
import { quantity, type Second } from "./units.ts";

interface Kept {
  readonly revision: number;
  readonly selection: Selection;
  readonly equipment: Equipment;
  readonly values: InverterLive;
  /** When the values were made, monotonic, in ms. */
  readonly madeAt: number;
}

/** One inverter's live values, made once a snapshot: a hundred queries of the same moment differ in nothing but their age. */
export class LiveReading {
  readonly #runtime: Pick<Runtime, "now" | "monotonic">;
  #listing: ProcessDataListing | undefined;
  #selection: Selection | undefined;
  #kept: Kept | undefined;

  constructor(runtime: Pick<Runtime, "now" | "monotonic">) {
    this.#runtime = runtime;
  }

  /** The ids to read of a device that lists these. */
  selection(listing: ProcessDataListing): Selection {
    if (this.#selection === undefined || this.#listing !== listing) {
      this.#listing = listing;
      this.#selection = liveSelection(listing);
    }
    return this.#selection;
  }

  values(snapshot: Snapshot<Measurement>, selection: Selection, equipment: Equipment): InverterLive {
    const { revision } = snapshot;
    const kept = this.#kept;
    const now = this.#runtime.monotonic();
    if (kept?.revision === revision && kept.selection === selection && kept.equipment === equipment) {
      const ageSeconds = quantity<Second>(kept.values.ageSeconds + (now - kept.madeAt) / 1000);
      return { ...kept.values, ageSeconds };
    }
    const values = liveValues(snapshot, selection, equipment, this.#runtime);
    this.#kept = { revision, selection, equipment, values, madeAt: now };
    return values;
  }
}
