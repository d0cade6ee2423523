import { gzipSync } from "node:zlib";
import type { ErrorCode } from "@plenticore/core";
import { describe, expect, it } from "vitest";
import { deadlines } from "./deadlines.ts";
import { startHttpFront } from "./fronts.ts";
import { answers, inverterConfig, startDevice, startFleet, startRig, until } from "./rig.ts";

const now = { maxAgeMs: 0 };

/** An inverter that was read once, and what stands before it. */
async function online() {
  const simulator = await startDevice();
  const front = await startHttpFront(simulator);
  const limits = deadlines();
  const [inverter] = startFleet([inverterConfig("garage", front)], {}, limits.options).inverters;
  if (inverter === undefined) throw new Error("the fleet is empty");
  await inverter.live();
  return { simulator, front, inverter, limits };
}

const json = { "content-type": "application/json" };
const printed = (value: string) =>
  `[{"moduleid":"devices:local","processdata":[{"id":"Home_P","unit":"W","value":${value}}]}]`;

type Body = string | Buffer | Iterable<string>;

/** 64 MiB in 64 KiB, and a good answer for who unpacks it. */
const bomb = gzipSync(Buffer.concat([Buffer.from(printed("1")), Buffer.alloc(64 * 2 ** 20, " ")]));

/** One byte a time, for ever: each well before anybody loses patience. */
function* trickle(): Generator<string> {
  yield "[";
  for (;;) yield " ";
}

describe("process data that", () => {
  it.each<[string, Body, Record<string, string>, ErrorCode]>([
    ["are a gzip bomb", bomb, { "content-encoding": "gzip" }, "BAD_ANSWER"],
    ["never end", trickle(), {}, "UNREACHABLE_TIMEOUT"],
    ["are half a JSON", printed("1").slice(0, -20), {}, "BAD_ANSWER"],
    ["are HTML", "<!doctype html><title>502</title>", { "content-type": "text/html" }, "BAD_ANSWER"],
    ["are no number", printed("NaN"), {}, "BAD_ANSWER"],
    ["are beyond all numbers", printed("1e999"), {}, "BAD_ANSWER"],
    ["are a text", printed('"1"'), {}, "BAD_ANSWER"],
    ["are nested without end", "[".repeat(100_000) + "]".repeat(100_000), {}, "BAD_ANSWER"],
    ["are not UTF-8", Buffer.from(printed("1").replace("Home_P", "Home_\xff"), "latin1"), {}, "BAD_ANSWER"],
  ])("%s: told so, nothing is shown, and no id is blamed for it", async (_name, body, headers, code) => {
    const { front, inverter, limits } = await online();
    front.meddle = ({ url = "" }, response) => {
      if (!url.includes("/processdata")) return false;
      response.writeHead(200, { ...json, ...headers });
      if (typeof body === "string" || Buffer.isBuffer(body)) response.end(body);
      else {
        const pieces = body[Symbol.iterator]();
        const timer = setInterval(() => response.write(pieces.next().value ?? ""), 20);
        response.on("close", () => clearInterval(timer));
      }
      return true;
    };
    if (code === "UNREACHABLE_TIMEOUT") limits.hurry();
    await expect(inverter.live(now)).rejects.toMatchObject({ code, inverterId: "garage" });
    limits.relax();
    front.meddle = () => false;
    await until(() => answers(inverter.live(now)));
    const { frequency, power } = await inverter.live(now);
    expect([frequency, power.home, power.solar].every((value) => value !== null)).toBe(true);
  });

  it("name a key or an id twice, or __proto__: each id keeps a value of its own, and nothing else changes", async () => {
    const { front, inverter, simulator } = await online();
    const before = await inverter.live(now);
    front.meddle = ({ url = "", method }, response) => {
      if (method !== "POST" || !url.endsWith("/processdata")) return false;
      const ids = Object.entries({ Home_P: 100, Grid_P: -200, Dc_P: 300 });
      const entries = ids.map(([id, value]) => `{"id":"nobody","value":1e9,"unit":"W","id":"${id}","value":${value}}`);
      const again = `{"id":"Home_P","unit":"W","value":555},{"id":"__proto__","unit":"W","value":666}`;
      response.writeHead(200, json);
      response.end(
        `[{"moduleid":"devices:local","processdata":[${entries.join(",")},${again}],"__proto__":{"polluted":1}},` +
          `{"moduleid":"__proto__","processdata":[{"id":"polluted","unit":"W","value":1}]}]`,
      );
      return true;
    };
    const [module] = await inverter.processData(
      [{ moduleId: "devices:local", ids: ["Home_P", "Grid_P", "Dc_P", "HomePv_P"] }],
      now,
    );
    expect(module?.values.map(({ id, value, code }) => [id, value, code])).toEqual([
      ["Home_P", 100, null],
      ["Grid_P", -200, null],
      ["Dc_P", 300, null],
      ["HomePv_P", null, "NOT_AVAILABLE"],
    ]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(simulator.stats().failures).toEqual([]);
    front.meddle = () => false;
    expect((await inverter.live(now)).power.solar).toBe(before.power.solar);
  });
});

describe("a device that answers otherwise than documented", () => {
  it("405 at the login: told by its status, and no password is called wrong", async () => {
    const { inverter, simulator } = await startRig();
    simulator.set({ fault: { kind: "status", status: 405, operations: ["post_auth_start"] } });
    await expect(inverter.live()).rejects.toMatchObject({
      code: "BAD_ANSWER",
      message: expect.stringContaining("405"),
    });
    expect(simulator.stats().failedLogins).toBe(0);
    expect(inverter.availability.state).toBe("OFFLINE");
  });

  it("500 to a write: told, sent once, and what holds is what held before", async () => {
    const { inverter, simulator } = await startRig();
    await inverter.live();
    simulator.set({ fault: { kind: "status", status: 500, message: null, operations: ["put_settings"] } });
    await expect(inverter.control.setMinSoc(30)).rejects.toMatchObject({ code: "DEVICE_ERROR" });
    expect(simulator.stats().requests.put_settings).toBe(1);
    expect((await inverter.capabilities()).battery?.minSoc?.value).toBe(5);
  });

  it("503 while somebody else asks it: answered or told that it is busy, and answered when he is gone", async () => {
    const { inverter, simulator } = await startRig({ latencyMs: 5, behaviour: { overload: 503 } });
    await inverter.live();
    let going = true;
    let theirs = 0;
    const somebody = (async () => {
      while (going) {
        await (await fetch(`${simulator.url}/api/v1/info/version`)).arrayBuffer();
        theirs += 1;
      }
    })();
    await until(() => theirs > 5);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => inverter.live(now)));
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "DEVICE_BUSY", retryable: true });
    }
    going = false;
    await somebody;
    await until(() => answers(inverter.live(now)));
    expect((await inverter.live(now)).frequency).toBeGreaterThan(0);
    expect(simulator.stats()).toMatchObject({ logins: 1, failedLogins: 0 });
  });
});
