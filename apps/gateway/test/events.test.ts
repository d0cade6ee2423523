import { languages } from "@plenticore/catalogue";
import { profileNames } from "@plenticore/simulator";
import { isEnumType } from "graphql";
import { describe, expect, test } from "vitest";
import { schema } from "../src/schema/index.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

interface Event {
  readonly category: string;
  readonly group: string | null;
  readonly description: string | null;
  readonly longDescription: string | null;
  readonly startTime: string;
  readonly endTime: string | null;
  readonly startTimeRaw: string;
  readonly endTimeRaw: string | null;
}

const fields = "category group description longDescription startTime endTime startTimeRaw endTimeRaw";

async function eventsOf(url: string, language: string): Promise<Event[]> {
  const { data, errors } = await ask(
    url,
    `{ inverter(id: "inverter-1") { events(max: 50, language: ${language}) { ${fields} } } }`,
  );
  expect(errors).toBeUndefined();
  return (data as { inverter: { events: Event[] } }).inverter.events;
}

/** What a clock of the zone shows, as the device prints it. */
const shown = (time: string, timeZone: string): string =>
  new Date(time).toLocaleString("sv-SE", { timeZone }).replace(" ", "T");

describe.each(profileNames)("the events of a %s", (profile) => {
  test("have clean texts, times in UTC by the zone that the device is set to, and those as printed beside", async () => {
    const timeZone = "America/New_York";
    await using app = await startExample({ simulators: [{ profile, speed: 0, timeZone }] });
    const events = await eventsOf(app.url, "DE_DE");
    expect(events.length).toBeGreaterThan(10);
    const texts = events.flatMap(({ group, description, longDescription }) => [group, description, longDescription]);
    expect(texts).toContain("Bitte wenden Sie sich an Ihren Installateur.");
    expect(texts).toContain(null);
    for (const text of texts) if (text !== null) expect(text).toMatch(/^(?!None$)\S(.*\S)?$/);
    for (const { startTime, startTimeRaw, endTime, endTimeRaw } of events) {
      expect(startTimeRaw).toBe(shown(startTime, timeZone));
      expect(endTimeRaw).toBe(endTime && shown(endTime, timeZone));
    }
    const english = await eventsOf(app.url, "EN_GB");
    expect(english.map(({ group }) => group)).not.toEqual(events.map(({ group }) => group));
    expect(english.map(({ startTime }) => startTime)).toEqual(events.map(({ startTime }) => startTime));
  });
});

test("all the device's languages can be asked for", async () => {
  const asked: (string | undefined)[] = [];
  const inverter = fakeInverter("garage", {
    events: (_max, language) => {
      asked.push(language);
      return Promise.resolve([]);
    },
  });
  await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
  const type = schema.getType("Language");
  const names = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  const wanted = names.map((name) => `${name}: events(language: ${name}) { code }`);
  const { errors } = await ask(served.url, `{ inverter(id: "garage") { ${wanted.join(" ")} } }`);
  expect(errors).toBeUndefined();
  expect(new Set(asked)).toEqual(new Set(languages));
  expect(asked).toEqual(names.map((name) => name.toLowerCase().replace("_", "-")));
});
