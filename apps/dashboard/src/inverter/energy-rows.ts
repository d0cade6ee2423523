import type { InverterEnergyPartsFragment } from "@plenticore/client";
import type { Format, Shown } from "../text/format.ts";
import type { text } from "./text.ts";

type Energy = InverterEnergyPartsFragment;
type Text = (typeof text)["en"];

export interface EnergyRow {
  readonly key: string;
  readonly label: string;
  /** Whether it is a part of the row above. */
  readonly part?: boolean;
  /** Of an energy that could be had. */
  readonly shown: (energy: Energy) => Shown;
}

/** What the modules made, Wh: known where each string's is, since a part of it would pass for all. */
export function solarOf(strings: Energy["strings"]): number | null {
  const energies = strings.map(({ energy }) => energy);
  if (energies.length === 0 || energies.includes(null)) return null;
  return energies.reduce<number>((sum, energy) => sum + (energy ?? 0), 0);
}

/**
 * What an inverter counts. Solar is counted before the battery (DC), the yield after it (AC): neither is a part of the other.
 *
 * @param strings numbers of the strings; more than one is told one by one
 */
export function energyRows(t: Text, format: Format, strings: readonly number[], hasBattery: boolean): EnergyRow[] {
  type Counter = Exclude<keyof Energy, "period" | "observedAt" | "stale" | "strings">;
  const counter = (key: Counter, label: string, part = false): EnergyRow => ({
    key,
    label,
    part,
    shown: (energy) => format.energy(energy[key]),
  });
  const ofString = (index: number): EnergyRow => ({
    key: `string-${index}`,
    label: t.numberedString(format.number(index)),
    part: true,
    shown: ({ strings }) => format.energy(strings.find((string) => string.index === index)?.energy),
  });
  return [
    ...(strings.length > 0
      ? [{ key: "solar", label: t.solarDc, shown: ({ strings }: Energy) => format.energy(solarOf(strings)) }]
      : []),
    ...(strings.length > 1 ? strings.map(ofString) : []),
    counter("yield", t.yield),
    counter("home", t.homeEnergy),
    counter("homeFromSolar", t.homeFromSolar, true),
    ...(hasBattery ? [counter("homeFromBattery", t.homeFromBattery, true)] : []),
    counter("homeFromGrid", t.homeFromGrid, true),
    counter("toGrid", t.toGrid),
    ...(hasBattery
      ? [
          counter("batteryChargeFromSolar", t.chargeFromSolar),
          counter("batteryChargeFromGrid", t.chargeFromGrid),
          counter("batteryDischarge", t.discharge),
          counter("batteryDischargeToGrid", t.dischargeToGrid),
        ]
      : []),
    { key: "autarky", label: t.autarky, shown: ({ autarky }) => format.percent(autarky) },
    {
      key: "selfConsumption",
      label: t.selfConsumption,
      shown: ({ selfConsumption }) => format.percent(selfConsumption),
    },
    { key: "co2Saving", label: t.co2, shown: ({ co2Saving }) => format.mass(co2Saving) },
  ];
}
