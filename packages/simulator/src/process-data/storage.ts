import type { BatteryOptions } from "../model/battery.ts";
import { poleVoltage } from "../model/battery.ts";
import { type Reading, type Readings, rounded, type Source } from "./readings.ts";

function of(source: Source): BatteryOptions {
  if (source.battery === undefined) throw new RangeError("This device has no battery.");
  return source.battery;
}

function share(source: Source): number {
  return source.moment.stored / of(source).capacity;
}

const voltage: Reading = (source) => rounded(poleVoltage(of(source), share(source), source.powers.battery));

/** `devices:local:battery`. Maker, model and the like read as numbers (an assumption, FACTS 2.2). */
export const storageReadings: Readings = {
  BatManufacturer: ({ board }) => board.batteryType,
  BatModel: () => 0,
  BatModuleCnt: (source) => of(source).modules,
  BatSerialNo: ({ board }) => board.serialNumber,
  BatVersionFW: () => 1,
  Cycles: ({ cycles }) => cycles,
  FullChargeCap_E: (source) => Math.round(of(source).capacity / of(source).voltage),
  I: (source) => rounded(source.powers.battery / voltage(source)),
  P: ({ powers }) => powers.battery,
  SoC: (source) => Math.round(100 * share(source)),
  SoH: ({ cycles }) => Math.max(70, 100 - Math.floor(cycles / 200)),
  U: voltage,
  WorkCapacity: (source) => of(source).capacity,
};
