import { eventReadings, exportReadings, systemReadings, updateReadings } from "./board.ts";
import { inverterReadings } from "./inverter.ts";
import { mainsReadings } from "./mains.ts";
import { meterReadings } from "./meter.ts";
import type { Readings } from "./readings.ts";
import { statisticReadings } from "./statistics.ts";
import { storageReadings } from "./storage.ts";
import { stringReadings } from "./string.ts";

/** How each value of each module is made; a profile chooses which of them its device has. */
export const readingsByModule: ReadonlyMap<string, Readings> = new Map<string, Readings>([
  ["devices:local", inverterReadings],
  ["devices:local:ac", mainsReadings],
  ["devices:local:battery", storageReadings],
  ["devices:local:powermeter", meterReadings],
  ...Array.from({ length: 6 }, (_, index): [string, Readings] => [
    `devices:local:pv${index + 1}`,
    stringReadings(index),
  ]),
  ["scb:event", eventReadings],
  ["scb:export", exportReadings],
  ["scb:statistic:EnergyFlow", statisticReadings],
  ["scb:system", systemReadings],
  ["scb:update", updateReadings],
]);
