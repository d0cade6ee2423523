import type { PlantEnergyQuery } from "@plenticore/client";
import { ofPeriod, type Period } from "../data/same-period.ts";

type PlantEnergies = NonNullable<PlantEnergyQuery["plant"]>;
export type Energy = PlantEnergies["today"];

/** Undefined where nothing was read, or in another period than now. */
export type Energies = Readonly<Partial<Record<Period, Energy>>>;

export const periods = ["today", "month", "year", "total"] as const satisfies readonly Period[];

/** @param at ms since 1970 */
export const energiesOf = (plant: PlantEnergies | null | undefined, at: number, timeZone: string): Energies =>
  Object.fromEntries(
    periods.flatMap((period) => {
      const energy = ofPeriod(period, plant?.[period], at, timeZone);
      return energy === undefined ? [] : [[period, energy]];
    }),
  );
