import eventsJson from "../data/events.json" with { type: "json" };
import processDataJson from "../data/processdata.json" with { type: "json" };
import settingsJson from "../data/settings.json" with { type: "json" };
import type { EventEntry, EventGeneration, ProcessDataEntry, SettingEntry } from "./types.ts";

type Meanings = Readonly<Record<string, string>>;

/** As in data/processdata.json: the device's spelling of `moduleid`, meanings as objects. */
type ProcessDataJson = Omit<ProcessDataEntry, "moduleId" | "enum" | "enumDoubtful"> & {
  readonly moduleid: string;
  readonly enum?: Meanings;
  readonly enumDoubtful?: Meanings;
};

/** As in data/settings.json. */
type SettingJson = Omit<SettingEntry, "moduleId" | "enum" | "bits"> & {
  readonly moduleid: string;
  readonly enum?: Meanings;
  readonly bits?: Meanings;
};

/** As in data/events.json. */
type EventJson = Omit<EventEntry, "generation"> & { readonly generation: "G1/G2" | "G3" };

// The compiler widens the strings of a JSON file; test/data.test.ts proves that the files keep to these types.
const rawProcessData = processDataJson as unknown as readonly ProcessDataJson[];
const rawSettings = settingsJson as unknown as readonly SettingJson[];
const rawEvents = eventsJson as unknown as readonly EventJson[];

export const processData: readonly ProcessDataEntry[] = rawProcessData.map(
  ({ moduleid, enum: values, enumDoubtful, ...entry }) => ({
    moduleId: moduleid,
    ...entry,
    ...(values && { enum: byNumber(values) }),
    ...(enumDoubtful && { enumDoubtful: byNumber(enumDoubtful) }),
  }),
);

export const settings: readonly SettingEntry[] = rawSettings.map(({ moduleid, enum: values, bits, ...entry }) => ({
  moduleId: moduleid,
  ...entry,
  ...(values && { enum: new Map(Object.entries(values)) }),
  ...(bits && { bits: new Map(Object.entries(bits)) }),
}));

const generations: Readonly<Record<EventJson["generation"], EventGeneration>> = { "G1/G2": "G1G2", G3: "G3" };

export const events: readonly EventEntry[] = rawEvents.map((entry) => ({
  ...entry,
  generation: generations[entry.generation],
}));

function byNumber(meanings: Meanings): ReadonlyMap<number, string> {
  return new Map(Object.entries(meanings).map(([code, text]) => [Number(code), text]));
}
