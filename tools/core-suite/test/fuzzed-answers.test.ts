import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { errorTable, isPlenticoreError } from "@plenticore/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { startHttpFront } from "./fronts.ts";
import { answers, impatient, inverterConfig, PASSWORD, startDevice, startFleet, until } from "./rig.ts";

const now = { maxAgeMs: 0 };

/** What takes the place of a part of a good answer; `undefined` takes it out. */
const oddValues = [null, undefined, "", "x", "__proto__", -1, 1e300, 0.5, true, [], {}, [[]], [null], "9".repeat(400)];

interface Mistake {
  /** Which part, of those that there are. */
  readonly at: number;
  readonly value: unknown;
  /** How much of the text is sent. */
  readonly share: number;
  readonly status: number;
}

const mistakes: fc.Arbitrary<Mistake> = fc.record({
  at: fc.nat(10_000),
  value: fc.constantFrom(...oddValues),
  share: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
  status: fc.constantFrom(200, 200, 200, 200, 200, 404, 500),
});

/** The text with one part of it changed. */
function spoilt(text: string, { at, value, share }: Mistake): string {
  const whole: unknown = JSON.parse(text);
  const parts: (() => void)[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, part] of Object.entries(node)) {
      parts.push(() => void Reflect.set(node, key, value));
      visit(part);
    }
  };
  visit(whole);
  parts[at % parts.length]?.();
  const printed = JSON.stringify(whole);
  return printed.slice(0, Math.floor(printed.length * share));
}

it("whatever a device makes of its answers, who asks is answered, or told with a code and without a secret", async () => {
  const simulator = await startDevice();
  const front = await startHttpFront(simulator);
  const config = inverterConfig("garage", front);
  const [inverter] = startFleet([config], {}, { runtime: impatient }).inverters;
  if (inverter === undefined) throw new Error("the fleet is empty");
  await inverter.live();

  const secrets = new Set([PASSWORD]);
  let mistake: Mistake | undefined;
  let spoiled = 0;
  front.meddle = (request: IncomingMessage, response: ServerResponse) => {
    const { method = "GET", url = "/", headers } = request;
    const session = headers.authorization?.split(" ")[1];
    if (session !== undefined) secrets.add(session);
    if (mistake === undefined || url.includes("/auth/")) return false;
    const { status } = mistake;
    const onward = httpRequest({ host: "127.0.0.1", port: simulator.port, method, path: url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        spoiled += 1;
        const text = Buffer.concat(chunks).toString();
        response.writeHead(status, { "content-type": "application/json" });
        if (status !== 200) response.end(JSON.stringify({ message: `no: ${[...secrets].join(" ")}` }));
        else response.end(text === "" || mistake === undefined ? text : spoilt(text, mistake));
      });
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
    return true;
  };

  const reads = [
    () => inverter.live(now),
    () => inverter.energy("DAY", now),
    () => inverter.processData([{ moduleId: "devices:local:pv1" }], now),
    () => inverter.settings([{ moduleId: "devices:local", ids: ["Battery:MinSoc", "Properties:SerialNo"] }]),
    () => inverter.events(5, "en-gb"),
    () => inverter.capabilities(),
    () => inverter.batteryTimePlan(),
  ];
  const told = new Set<string>();
  await fc.assert(
    fc.asyncProperty(mistakes, fc.constantFrom(...reads), async (one, read) => {
      mistake = one;
      const error: unknown = await read().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      mistake = undefined;
      if (error === undefined) {
        told.add("answered");
        return;
      }
      if (!isPlenticoreError(error)) throw new Error("it has no code", { cause: error });
      told.add(error.code);
      expect(Object.keys(errorTable)).toContain(error.code);
      expect(error.code).not.toBe("INTERNAL");
      for (const secret of secrets) expect(`${error.message} ${String(error.cause)}`).not.toContain(secret);
    }),
    { numRuns: 150, seed: 5 },
  );
  expect(spoiled).toBeGreaterThan(50);
  expect(told).toContain("answered");
  expect(told).toContain("BAD_ANSWER");
  expect(Reflect.get({}, "x")).toBeUndefined();
  await until(() => answers(inverter.live(now)));
}, 120_000);
