import type { FleetLastEventsQuery, FleetTodayQuery } from "@plenticore/client";
import { isStale } from "../data/age.ts";
import type { LiveInverter, LiveStore } from "../data/live-store.ts";
import { ofPeriod } from "../data/same-period.ts";
import type { Plant, PlantInverter } from "../data/session.ts";
import { type Condition, conditionOf, conditions } from "./condition.ts";
import { type Comparison, compareYields, isLow, solarOf } from "./specific-yield.ts";

type LastEvent = NonNullable<FleetLastEventsQuery["plants"][number]["inverters"][number]["events"]>[number];

/** A row of the fleet, without what changes each second. */
export interface FleetRow extends PlantInverter {
  readonly plant: Pick<Plant, "id" | "name" | "timeZone">;
  readonly comparison: Comparison | undefined;
  readonly lastEvent: LastEvent | undefined;
  /** The day's yield is of another moment than now. */
  readonly todayStale: boolean;
}

/** What was asked for beside the live values. */
export interface FleetFacts {
  readonly today?: FleetTodayQuery | undefined;
  /** Whether `today` is of several rounds ago. */
  readonly stale: boolean;
  /** Ms since 1970: what was counted on another day is not of today. */
  readonly at: number;
  readonly lastEvents?: FleetLastEventsQuery | undefined;
}

/** One row an inverter, in the configuration's order. */
export function fleetRows(
  plants: readonly Plant[],
  { today, stale, at, lastEvents: events }: FleetFacts,
): readonly FleetRow[] {
  const yields = byId(today?.plants);
  const lastEvents = byId(events?.plants);
  return plants.flatMap(({ id, name, timeZone, inverters }) => {
    const countersOf = (inverterId: string) => ofPeriod("today", yields.get(inverterId)?.today, at, timeZone);
    const comparisons = compareYields(
      inverters.map((one) => {
        const energy = countersOf(one.id);
        return { ...one, solar: energy ? solarOf(energy) : null, stale: energy?.stale === true };
      }),
    );
    return inverters.map((inverter) => ({
      ...inverter,
      plant: { id, name, timeZone },
      comparison: comparisons.get(inverter.id),
      todayStale: stale || countersOf(inverter.id)?.stale === true,
      lastEvent: lastEvents.get(inverter.id)?.events?.[0],
    }));
  });
}

const byId = <T extends { readonly id: string }>(
  plants: readonly { readonly inverters: readonly T[] }[] | undefined,
): ReadonlyMap<string, T> =>
  new Map((plants ?? []).flatMap(({ inverters }) => inverters.map((inverter) => [inverter.id, inverter] as const)));

/** What an inverter's live event says of its age, for `isStale` and its like. */
export const agedOf = (inverter: LiveInverter | undefined) =>
  inverter?.live ? { ...inverter.live, receivedAt: inverter.receivedAt } : undefined;

export const conditionOfRow = (row: FleetRow, inverter: LiveInverter | undefined, at: number): Condition =>
  conditionOf({ inverter, stale: isStale(agedOf(inverter), at), isLow: isLow(row.comparison) });

/** The conditions of all rows as one text, so that who watches them hears only of a change. */
export const conditionsText = (rows: readonly FleetRow[], store: LiveStore, at: number): string =>
  rows.map((row) => conditions.indexOf(conditionOfRow(row, store.get(row.id), at))).join(",");

/** Worst first; among those alike in the configuration's order, so that rows stay where they are. */
export function worstFirst(rows: readonly FleetRow[], text: string): readonly FleetRow[] {
  const ranks = text.split(",").map(Number);
  return rows
    .map((row, index) => ({ row, rank: ranks[index] ?? 0 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
}

/** How many of them want attention: everything before `limited`. */
export const attentionCount = (text: string): number =>
  text.split(",").filter((rank) => rank !== "" && Number(rank) < conditions.indexOf("limited")).length;
