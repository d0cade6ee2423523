import { expect, test } from "vitest";
import { shutDown } from "../src/commands/shutdown.ts";
import { createLogger } from "../src/log.ts";

const quiet = createLogger({ level: "error", write: () => undefined, now: () => 0 });

const never = (): Promise<void> => new Promise(() => undefined);

test("the steps run one after another", async () => {
  const ran: string[] = [];
  const step = (name: string) => ({
    name,
    run: async () => {
      ran.push(`${name} begins`);
      await Promise.resolve();
      ran.push(`${name} ends`);
    },
  });
  expect(await shutDown([step("requests"), step("sessions")], quiet)).toEqual([]);
  expect(ran).toEqual(["requests begins", "requests ends", "sessions begins", "sessions ends"]);
});

test("a step that runs out of patience does not hold up the others, and is told", async () => {
  const ran: string[] = [];
  const left = await shutDown(
    [
      { name: "requests", run: never, patienceMs: 1 },
      { name: "sessions", run: async () => void ran.push("sessions") },
    ],
    quiet,
  );
  expect(ran).toEqual(["sessions"]);
  expect(left).toEqual(["requests"]);
});

test("a step that hangs ends the wait, and what is left is told by name", async () => {
  expect(
    await shutDown(
      [
        { name: "sessions", run: never },
        { name: "connections", run: never },
      ],
      quiet,
      1,
    ),
  ).toEqual(["sessions", "connections"]);
});

test("a step that fails does not hold up the others", async () => {
  const lines: string[] = [];
  const log = createLogger({ level: "error", write: (line) => lines.push(line), now: () => 0 });
  const failing = {
    name: "sessions",
    run: async () => {
      throw new Error("no logout");
    },
  };
  expect(await shutDown([failing], log)).toEqual([]);
  expect(lines.join("")).toContain('"message":"could not end: sessions","error":"no logout"');
});
