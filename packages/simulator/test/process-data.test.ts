import { processData } from "@plenticore/catalogue";
import { describe, expect, test } from "vitest";
import type { ProfileName } from "../src/index.ts";
import { profileNames } from "../src/index.ts";
import { opened, SUMMER_NIGHT } from "./support/devices.ts";
import type { PrintedModule } from "./support/wire.ts";

type List = readonly { readonly moduleid: string; readonly processdataids: readonly string[] }[];

const module = (answer: { json<Body>(): Body }): PrintedModule | undefined => answer.json<PrintedModule[]>()[0];

describe.each(profileNames)("%s", (profile) => {
  test("every id that is listed can be read by each form, with its unit", async () => {
    const { session } = await opened({ profile });
    const list = (await session.send("/processdata")).json<List>();
    expect(list.map(({ moduleid }) => moduleid)).toEqual(list.map(({ moduleid }) => moduleid).toSorted());
    const batch = (await session.send("/processdata", { body: list })).json<PrintedModule[]>();
    for (const { moduleid, processdataids } of list) {
      expect(processdataids).toEqual([...processdataids].toSorted());
      const whole = module(await session.send(`/processdata/${moduleid}`));
      expect(whole?.processdata.map(({ id }) => id)).toEqual(processdataids);
      expect(batch.find((one) => one.moduleid === moduleid)).toEqual(whole);
      for (const { id, unit, value } of whole?.processdata ?? []) {
        const known = processData.find((entry) => entry.moduleId === moduleid && entry.id === id);
        expect(known?.unit, `${moduleid}/${id}`).toBe(unit);
        expect(value).toBeTypeOf("number");
      }
    }
  });

  test("single values and lists of them have the same shape", async () => {
    const { session } = await opened({ profile });
    const one = module(await session.send("/processdata/devices:local:pv1/P"));
    const two = module(await session.send("/processdata/devices:local:pv1/U,P"));
    expect(one).toEqual({
      moduleid: "devices:local:pv1",
      processdata: [{ id: "P", unit: "W", value: expect.any(Number) }],
    });
    expect(two?.processdata.map(({ id }) => id)).toEqual(["P", "U"]);
  });

  test("modules without process data, and unknown ones, are not found", async () => {
    const { session } = await opened({ profile });
    for (const moduleid of ["scb:time", "devices:local:pv9", "__proto__", "constructor"]) {
      expect((await session.send(`/processdata/${moduleid}`)).status).toBe(404);
      expect((await session.send("/processdata", { body: [{ moduleid, processdataids: [] }] })).status).toBe(404);
    }
    expect((await session.send("/processdata/devices:local/__proto__")).status).toBe(404);
  });
});

test.each<[ProfileName, number]>([
  ["plenticore-plus-g1", 404],
  ["piko-iq-g1", 404],
  ["plenticore-g2", 503],
  ["plenticore-g3", 404],
])("%s answers %i for a batch with one unknown id", async (profile, status) => {
  const { session } = await opened({ profile });
  const body = [
    { moduleid: "devices:local:pv1", processdataids: ["P"] },
    { moduleid: "devices:local", processdataids: ["Home_P", "Nothing_P"] },
  ];
  const answer = await session.send("/processdata", { body });
  expect(answer.status).toBe(status);
  if (status === 503) expect(answer.json()).toEqual({ message: "internal communication error, try again later" });
  expect((await session.send("/processdata/devices:local/Home_P,Nothing_P")).status).toBe(404);
});

test("what is not listed at night can't be read then", async () => {
  const { session } = await opened({ profile: "piko-iq-g1", time: SUMMER_NIGHT });
  expect((await session.send("/processdata/devices:local/Iso_R")).status).toBe(404);
  expect((await session.send("/processdata/devices:local/Home_P")).status).toBe(200);
});

test("the list of a G1 device with battery is the one that a real device printed", async () => {
  const { session } = await opened();
  const list = (await session.send("/processdata")).json<List>();
  const printed = processData.filter(
    ({ sources, moduleId }) => moduleId !== "_virt_" && sources.some((source) => source.includes("real id list")),
  );
  expect(printed).toHaveLength(135);
  for (const { moduleId, id } of printed) {
    expect(list.find(({ moduleid }) => moduleid === moduleId)?.processdataids, moduleId).toContain(id);
  }
});

test.each<[ProfileName, readonly string[], readonly string[]]>([
  [
    "plenticore-plus-g1",
    ["devices:local:battery", "devices:local:powermeter", "devices:local:pv2"],
    ["devices:local:pv3"],
  ],
  ["piko-iq-g1", ["devices:local:powermeter", "devices:local:pv3"], ["devices:local:battery"]],
  ["plenticore-g3", ["devices:local:battery", "devices:local:pv3", "scb:update"], ["devices:local:pv4"]],
])("%s has its modules and no others", async (profile, present, absent) => {
  const { session } = await opened({ profile });
  const modules = (await session.send("/modules")).json<{ id: string; type: string }[]>().map(({ id }) => id);
  const withData = (await session.send("/processdata")).json<List>().map(({ moduleid }) => moduleid);
  for (const id of present) expect(modules).toContain(id);
  for (const id of absent) expect([...modules, ...withData]).not.toContain(id);
  for (const id of withData) expect(modules).toContain(id);
});
