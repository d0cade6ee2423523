import {
  FleetLastEventsDocument,
  type FleetLastEventsQuery,
  FleetTodayDocument,
  type FleetTodayQuery,
} from "@plenticore/client";
import { useMemo } from "react";
import { isStale, useMinute } from "../data/age.ts";
import { now } from "../data/clock.ts";
import { useOfAll, useViewer } from "../data/context.tsx";
import type { LiveInverter, LiveStore } from "../data/live-store.ts";
import { useCatchUp, useKept, usePolled } from "../data/polled.ts";
import { useLanguage } from "../text/language.ts";
import { agedOf, conditionsText, type FleetRow, fleetRows, worstFirst } from "./fleet-rows.ts";

/** Counters and events change slowly, and each costs the inverters a request. */
const todaySeconds = 60;
const eventsSeconds = 300;

export interface FleetRows {
  /** Worst first. */
  readonly rows: readonly FleetRow[];
  /** The conditions in the configuration's order, as `conditionsText` gives them. */
  readonly conditions: string;
  /** Of how many inverters the values are current. */
  readonly reporting: number;
  /** Of how many: those that are switched off on purpose are not expected. */
  readonly expected: number;
}

/** The newest event of each inverter; asked for where it is shown only. */
export function useLastEvents(): FleetLastEventsQuery | undefined {
  const language = useLanguage() === "de" ? "DE_DE" : "EN_GB";
  // In the language before, until the new one is there.
  return useKept(usePolled(FleetLastEventsDocument, { language }, eventsSeconds).data);
}

export interface FleetRowsOptions {
  /** Only the inverters of one plant. Default: all. */
  readonly plantId?: string;
  readonly lastEvents?: FleetLastEventsQuery | undefined;
}

export function useFleetRows({ plantId, lastEvents }: FleetRowsOptions): FleetRows {
  const { plants } = useViewer();
  const polled = usePolled(FleetTodayDocument, {}, todaySeconds);
  const { data: today, stale } = polled;
  const minute = useMinute();
  const unsorted = useMemo(
    () =>
      fleetRows(plants, { today, stale, at: minute, lastEvents }).filter(
        ({ plant }) => plantId === undefined || plant.id === plantId,
      ),
    [plants, today, stale, minute, lastEvents, plantId],
  );
  const conditions = useOfAll((store) => conditionsText(unsorted, store, now()));
  const reporting = useOfAll((store) => reportingOf(unsorted, store));
  const expected = useOfAll((store) => unsorted.filter(({ id }) => !isDisabled(store.get(id))).length);
  const counted = today && unsorted.filter(({ id }) => hasCounters(today, id)).length;
  useCatchUp(polled, reporting, counted);
  const rows = useMemo(() => worstFirst(unsorted, conditions), [unsorted, conditions]);
  return { rows, conditions, reporting, expected };
}

const hasCounters = ({ plants }: FleetTodayQuery, inverterId: string): boolean =>
  plants.some(({ inverters }) => inverters.some(({ id, today }) => id === inverterId && today?.stale === false));

function reportingOf(rows: readonly FleetRow[], store: LiveStore): number {
  const at = now();
  return rows.filter(({ id }) => !isDisabled(store.get(id)) && !isStale(agedOf(store.get(id)), at)).length;
}

const isDisabled = (inverter: LiveInverter | undefined): boolean => inverter?.availability.state === "DISABLED";
