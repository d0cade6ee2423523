import { expect, test } from "vitest";
import { checks } from "../src/checks.ts";
import { command, each, listed } from "../src/command.ts";
import { runChecks } from "../src/run-checks.ts";

const check = (name: string, run: () => Promise<{ ok: boolean; output: string }>) => ({
  name,
  holds: `${name} holds`,
  run,
});

test("every check runs, whatever the others do; only what failed shows its output", async () => {
  const lines: string[] = [];
  let time = 0;
  const results = await runChecks(
    [
      check("one", async () => ({ ok: true, output: "quiet" })),
      check("two", async () => ({ ok: false, output: "loud" })),
      check("three", () => Promise.reject(new Error("broke"))),
      check("four", async () => ({ ok: true, output: "quiet" })),
    ],
    { atOnce: 1, print: (line) => lines.push(line), now: () => (time += 500) },
  );
  expect(results).toEqual([
    { name: "one", ok: true, milliseconds: 500 },
    { name: "two", ok: false, milliseconds: 500 },
    { name: "three", ok: false, milliseconds: 500 },
    { name: "four", ok: true, milliseconds: 500 },
  ]);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe("pass  one            0.5 s  one holds");
  expect(lines[1]).toBe("FAIL  two            0.5 s  two holds");
  expect(lines[2]).toBe("loud");
  expect(lines[4]).toContain("Error: broke");
});

test("no more run at once than told", async () => {
  let running = 0;
  let most = 0;
  const run = async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running -= 1;
    return { ok: true, output: "" };
  };
  const many = Array.from({ length: 7 }, (_, index) => check(`${index}`, run));
  expect(await runChecks(many, { atOnce: 2, print: () => undefined, now: () => 0 })).toHaveLength(7);
  expect(most).toBe(2);
});

test("a program's status and output are the outcome", async () => {
  expect(await command("node", "-e", "process.exit(0)")).toMatchObject({ ok: true });
  const failed = await command("node", "-e", "console.log('out'); console.error('err'); process.exit(3)");
  expect(failed.ok).toBe(false);
  expect(failed.output).toMatch(/out[^]*err[^]*\(ended with 3\)/);
  expect(await command("node", "-e", "process.kill(process.pid)")).toMatchObject({ ok: false });
  expect(await command("no-such-program")).toMatchObject({
    ok: false,
    output: expect.stringContaining("no-such-program"),
  });
});

test("a list is bad when something is on it, and when nothing was looked at", async () => {
  expect(listed(3, [])).toMatchObject({ ok: true });
  expect(listed(3, ["a"])).toEqual({ ok: false, output: "a" });
  expect(listed(0, [])).toEqual({ ok: false, output: "found nothing to check" });
  const outcome = async (ok: boolean) => ({ ok, output: `${ok}` });
  expect(await each([true, true], outcome)).toMatchObject({ ok: true });
  expect(await each([true, false], outcome)).toEqual({ ok: false, output: "false" });
  expect(await each([], outcome)).toMatchObject({ ok: false });
});

test("the table's names are its own", () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  expect(checks.length).toBeGreaterThanOrEqual(13);
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["imports", "runtime", "private", "documents"]),
  );
});

test.each(["imports", "runtime", "private", "documents", "changesets"])("the check %s holds here", async (name) => {
  expect(await checks.find((one) => one.name === name)?.run()).toEqual({ ok: true, output: "" });
});
