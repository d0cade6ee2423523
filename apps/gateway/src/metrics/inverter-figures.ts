import type { AvailabilityState, Inverter } from "@plenticore/core";
import type { Family, Sample } from "./families.ts";

export interface PlacedInverter {
  readonly inverter: Inverter;
  readonly plantId: string;
}

const states = Object.keys({
  ONLINE: true,
  STARTING: true,
  OFFLINE: true,
  UNAUTHORIZED: true,
  LOCKED: true,
  DISABLED: true,
} satisfies Record<AvailabilityState, true>);

/** One sample an inverter. */
const each =
  (value: (inverter: Inverter) => number | null) =>
  ({ inverter }: PlacedInverter): readonly Sample[] => [[{ inverter: inverter.id }, value(inverter)]];

/** How the gateway gets on with each inverter; asks none of them. */
export const inverterFigureFamilies: readonly Family<PlacedInverter>[] = [
  {
    name: "plenticore_inverter_info",
    type: "gauge",
    help: "1, with the inverter's name and plant.",
    labels: ["inverter", "plant", "name"],
    samples: ({ inverter: { id, name }, plantId }) => [[{ inverter: id, plant: plantId, name }, 1]],
  },
  {
    name: "plenticore_inverter_up",
    type: "gauge",
    help: "1 where the inverter can be asked.",
    labels: ["inverter"],
    samples: each(({ availability }) => (availability.state === "ONLINE" ? 1 : 0)),
  },
  {
    name: "plenticore_inverter_availability",
    type: "gauge",
    help: "1 for the state of Availability that the inverter is in, 0 for the others.",
    labels: ["inverter", "state"],
    samples: ({ inverter: { id, availability } }) =>
      states.map((state) => [{ inverter: id, state }, availability.state === state ? 1 : 0] as const),
  },
  {
    name: "plenticore_inverter_value_age_seconds",
    type: "gauge",
    help: "Time since the newest value of the inverter came.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.valueAgeSeconds),
  },
  {
    name: "plenticore_inverter_queue_length",
    type: "gauge",
    help: "Tasks that wait for their turn at the inverter, and the one that has it.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.queueLength),
  },
  {
    name: "plenticore_inverter_polls_total",
    type: "counter",
    help: "Readings of process data.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.polls),
  },
  {
    name: "plenticore_inverter_poll_seconds_total",
    type: "counter",
    help: "Time that the readings of process data took together.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.pollSeconds),
  },
  {
    name: "plenticore_inverter_requests_total",
    type: "counter",
    help: "Requests that were sent, those of logins left out.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.requests),
  },
  {
    name: "plenticore_inverter_retries_total",
    type: "counter",
    help: "Requests that were sent again: busy inverter, broken connection, lost session.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.retries),
  },
  {
    name: "plenticore_inverter_logins_total",
    type: "counter",
    help: "Sessions that were opened.",
    labels: ["inverter"],
    samples: each(({ figures }) => figures.logins),
  },
  {
    name: "plenticore_inverter_failures_total",
    type: "counter",
    help: "Requests and logins that failed for good, by the code of docs/errors.md.",
    labels: ["inverter", "code"],
    samples: ({ inverter: { id, figures } }) =>
      Array.from(figures.failures, ([code, count]) => [{ inverter: id, code }, count] as const),
  },
];
