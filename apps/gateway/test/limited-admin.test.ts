import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFleet } from "@plenticore/core";
import { afterAll, describe, expect, test } from "vitest";
import { newKey } from "../src/auth/api-key.ts";
import { RunningConfiguration } from "../src/config/running.ts";
import { createLogger } from "../src/log.ts";
import { mutate } from "./example/mutate.ts";
import { serve } from "./example/serve.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-limited-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [owner, all] = [newKey(), newKey()];
const inverter = (id: string) => `{ id: ${id}, name: ${id}, url: "http://${id}.test:9", password: x, disabled: true }`;
const plant = (id: string, ...inverters: string[]) => `
  - id: ${id}
    name: ${id}
    timeZone: Europe/Berlin
    inverters:
${inverters.map((one) => `      - ${inverter(one)}\n`).join("")}`;

/** The viewer's own plant is the last of four. */
const text = `auth:
  keys:
    - { name: owner, role: ADMIN, hash: "${owner.hash}", plants: [home] }
    - { name: all, role: ADMIN, hash: "${all.hash}" }
plants:${["north", "south", "west"].map((id) => plant(id, `${id}-1`, `${id}-2`)).join("")}${plant("home", "garage")}`;

async function start() {
  const file = join(folder, "gateway.yaml");
  writeFileSync(file, text);
  const log = createLogger({ level: "error", write: () => undefined, now: () => 0 });
  const changes = new RunningConfiguration({ file, env: {}, log });
  const fleet = createFleet(changes.config.fleet);
  const { keys = [], secretPlaces } = changes.config;
  const served = await serve(fleet, { keys, changes, secretPlaces });
  changes.connect(fleet, () => fleet.reconfigure(changes.config.fleet));
  return {
    file,
    as: (key: string) => (name: string, input: Record<string, unknown>) => mutate(served.url, name, input, { key }),
    [Symbol.asyncDispose]: async () => {
      await fleet.close();
      await served.gateway.close();
    },
  };
}

const connection = { url: "http://127.0.0.1:9", password: "x" };
const added = (id: string, more: object = {}) => ({ plantId: "home", id, name: "New", connection, ...more });

describe("an ADMIN of one plant learns nothing of how many others there are", () => {
  test("from an id that is taken, wherever it is", async () => {
    await using app = await start();
    const as = app.as(owner.key);
    const answers = await Promise.all(
      ["garage", "home", "north-1", "south"].map(async (id) =>
        JSON.stringify(await as("addInverter", added(id))).replaceAll(id, "it"),
      ),
    );
    expect(new Set(answers)).toEqual(
      new Set([
        JSON.stringify({
          __typename: "ConfigurationFailure",
          code: "CONFIGURATION_INVALID",
          message: 'the id "it" is taken',
          path: "id",
        }),
      ]),
    );
  });

  test("from what is wrong with an input", async () => {
    await using app = await start();
    const wrong = added("new", { peakPower: -1 });
    expect(await app.as(owner.key)("addInverter", wrong)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      path: "plants[…].inverters[…].peakPower",
      message: "plants[…].inverters[…].peakPower: expected a power in Wp, more than 0",
    });
    expect(await app.as(all.key)("addInverter", wrong)).toMatchObject({
      path: "plants[3].inverters[1].peakPower",
      message: expect.stringContaining("gateway.yaml:") as string,
    });
  });

  test("from an address that is taken", async () => {
    await using app = await start();
    const taken = added("new", { connection: { url: "http://NORTH-1.test:9/", password: "x" } });
    const failure = { code: "CONFIGURATION_INVALID", path: "connection.url" };
    expect(await app.as(owner.key)("addInverter", taken)).toEqual({
      __typename: "ConfigurationFailure",
      ...failure,
      message: "another inverter has this address already: an inverter is configured once",
    });
    expect(await app.as(all.key)("addInverter", taken)).toMatchObject({
      ...failure,
      message: '"north-1" has this address already: an inverter is configured once',
    });
    writeFileSync(app.file, text.replace("south-1.test", "north-1.test"));
    const { message } = await app.as(owner.key)("updateInverter", { inverterId: "garage", name: "Mine" });
    expect(message).toContain("plants[…].inverters[…].url: another inverter has this address already");
    expect(message).not.toContain("north-1");
  });

  test("from a file that others have broken", async () => {
    await using app = await start();
    writeFileSync(app.file, text.replace("Europe/Berlin", "Berlin"));
    const { message } = await app.as(owner.key)("updateInverter", { inverterId: "garage", name: "Mine" });
    expect(message).toContain("plants[…].timeZone: expected an IANA time zone");
    expect(message).not.toContain("gateway.yaml");
  });
});
