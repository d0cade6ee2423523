import { languages } from "@plenticore/catalogue";
import { describe, expect, test } from "vitest";
import { board, profileNames } from "./support/board.ts";
import { opened } from "./support/devices.ts";

interface Printed {
  readonly code: number;
  readonly category: string;
  readonly group: string;
  readonly description: string;
  readonly long_description: string;
  readonly is_active: boolean;
  readonly start_time: string;
  readonly end_time: string | null;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

test("events have the shape of the device's, latest first, at most as many as wanted", async () => {
  const { session } = await opened();
  const all = (await session.send("/events/latest", { body: { max: 50 } })).json<Printed[]>();
  expect(all.length).toBeGreaterThan(10);
  for (const event of all) {
    expect(Object.keys(event).toSorted()).toEqual([
      "category",
      "code",
      "description",
      "end_time",
      "group",
      "is_active",
      "long_description",
      "start_time",
    ]);
    expect(event.category).toMatch(/^(info|warning|error)$/);
    expect(event.start_time).toMatch(TIME);
    expect(event.end_time).toMatch(TIME);
    if (!event.is_active) expect(event.start_time < (event.end_time ?? "")).toBe(true);
  }
  const starts = all.map((event) => event.start_time);
  expect(starts).toEqual(starts.toSorted().toReversed());
  expect((await session.send("/events/latest")).json()).toEqual(all.slice(0, 10));
  for (const max of [0, 3]) {
    expect((await session.send("/events/latest", { body: { max } })).json()).toEqual(all.slice(0, max));
  }
});

test.each(languages)("%s is a language; unknown texts come in the device's own", async (language) => {
  const { session } = await opened();
  const events = (await session.send("/events/latest", { body: { language, max: 50 } })).json<Printed[]>();
  expect(events.length).toBeGreaterThan(10);
  const groups = events.map(({ group }) => group);
  if (language === "de-de") expect(groups).toContain("Externe Netzstörung");
  else expect(groups).toContain("External grid fault");
});

test("some texts are None, and those of errors end with a line break", async () => {
  const { session } = await opened();
  const events = (await session.send("/events/latest", { body: { max: 200 } })).json<Printed[]>();
  expect(events.map(({ description }) => description)).toContain("None");
  const errors = events.filter(({ category, description }) => category === "error" && description !== "None");
  expect(errors.length).toBeGreaterThan(0);
  for (const { description } of errors) expect(description).toMatch(/\n$/);
});

test("an event has its name, and trouble an advice beside it", async () => {
  const { session } = await opened();
  const events = (await session.send("/events/latest", { body: { max: 500 } })).json<Printed[]>();
  const textsOf = (code: number) => {
    const { description, long_description } =
      events.find((event) => event.code === code && event.description !== "None") ?? {};
    return [description, long_description];
  };
  const reduction = "Reduction of AC power due to external command.";
  expect(textsOf(5014)).toEqual([reduction, reduction]);
  expect(textsOf(5009)).toEqual(["Processor too hot", "Contact your installer or call our hotline."]);
  expect(textsOf(5062)).toEqual(["External grid fault", "External grid fault"]);
});

test.each(profileNames)(
  "the latest event of a healthy %s is harmless information, at any hour of a year",
  (profile) => {
    for (const seed of [1, 2, 3]) {
      const device = board({ profile, seed, time: "2026-01-01T00:00Z" });
      let troubles = 0;
      for (let hour = 0; hour < 365 * 24; hour++) {
        const now = device.clock.now() + hour * 3_600_000;
        const [latest] = device.events.latest(now, 1);
        if (latest === undefined) throw new Error("no event in a year");
        if (latest.group === "Information") continue;
        troubles += 1;
        // Who is in trouble says so; nobody was for long.
        expect(latest.end).toBeGreaterThan(now);
      }
      expect(troubles).toBeLessThan(48);
    }
  },
);

test("without battery there are no battery faults; G3 has its own codes", async () => {
  const piko = board({ profile: "piko-iq-g1", time: "2025-06-21T10:00Z" });
  expect(piko.events.latest(piko.clock.now(), 500).filter(({ group }) => group.startsWith("Battery"))).toEqual([]);
  const g3 = board({ profile: "plenticore-g3", time: "2025-06-21T10:00Z" });
  const codes = g3.events.latest(g3.clock.now(), 500).map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(20);
  for (const code of codes) expect(code >= 1002 && code <= 6691).toBe(true);
});

describe("an active event", () => {
  /** A moment within an event. */
  function within(behaviour: Parameters<typeof board>[0] = {}) {
    const device = board({ time: "2025-06-21T10:00Z", ...behaviour });
    const [event] = device.events.latest(device.clock.now(), 1);
    if (event === undefined) throw new Error("no event");
    return { device, event, now: event.start + 1000 };
  }

  test("is active until its end, and ends in print as the profile says", () => {
    const { device, event, now } = within();
    const printed = device.events.print(event, now, "en-gb");
    expect([printed.is_active, printed.end_time]).toEqual([true, printed.start_time]);
    expect(device.events.print(event, event.end, "en-gb").is_active).toBe(false);
    const open = within({ behaviour: { activeEventEnd: null } });
    expect(open.device.events.print(open.event, open.now, "en-gb").end_time).toBeNull();
  });

  test("is counted in the process data", () => {
    const device = board({ time: "2025-06-21T10:00Z" });
    const error = device.events.latest(device.clock.now(), 500).find(({ category }) => category === "error");
    if (error === undefined) throw new Error("no error");
    const count = (time: number): number | undefined => {
      device.set({ time });
      return device.readProcessData().read("scb:event", ["Event:ActiveErrorCnt"]).processdata[0]?.value;
    };
    expect([count(error.start), count(error.start - 1)]).toEqual([1, 0]);
  });

  test("is printed in local time, or UTC where the profile says so", () => {
    const { device, event, now } = within();
    const local = device.events.print(event, now, "en-gb").start_time;
    const utc = within({ behaviour: { eventTime: "utc" } }).device.events.print(event, now, "en-gb").start_time;
    expect(Date.parse(`${local}Z`) - Date.parse(`${utc}Z`)).toBe(2 * 3_600_000);
    expect(`${utc}.000Z`).toBe(new Date(event.start).toISOString());
  });
});

describe("the firmware update", () => {
  test("goes from idle over its stages back to idle", async () => {
    let now = Date.UTC(2025, 5, 21);
    const { session } = await opened({ now: () => now, speed: 1, profile: "plenticore-g3" });
    const state = async () => {
      const update = (await session.send("/update/status")).json<Record<string, Record<string, unknown>>>();
      const firmware = (await session.send("/firmwareupdate/status")).json<Record<string, unknown>>();
      return [
        update["progress"]?.["status"],
        update["status"]?.["last_status"],
        firmware["status"],
        firmware["current_percent"],
      ];
    };
    expect((await session.send("/update/status")).json()).toEqual({
      progress: { download_percent: 0, current_step: 0, source: "local", steps: 0, current_percent: 0, status: "idle" },
      status: { last_status: "idle" },
    });
    expect((await session.send("/update/start", { method: "POST" })).status).toBe(200);
    now += 30_000;
    expect(await state()).toEqual(["downloading", "idle", "downloading", 50]);
    now += 90_000;
    expect(await state()).toEqual(["installing", "idle", "installing", 50]);
    const values = await session.values(["scb:update", "Update:Progress", "Update:Status"]);
    expect([...values.values()]).toEqual([50, 2]);
    now += 60_000;
    expect(await state()).toEqual(["idle", "success", "idle", 0]);
  });

  test("has other paths where the profile says so", async () => {
    const updatePaths = { status: "/updateservice/progress", start: "/updateservice/run" };
    const { session } = await opened({ behaviour: { updatePaths } });
    expect((await session.send(updatePaths.status)).status).toBe(200);
    expect((await session.send(updatePaths.start, { method: "POST" })).status).toBe(200);
    expect((await session.send("/update/status")).status).toBe(404);
  });
});
