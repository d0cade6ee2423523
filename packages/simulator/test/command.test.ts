import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { login, send } from "./support/wire.ts";

const BIN = fileURLToPath(new URL("../bin/plenticore-simulator.js", import.meta.url));

/** The command in a process of its own. */
function command(...args: readonly string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let errors = "";
  const ready = Promise.withResolvers<void>();
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    if (output.includes("Stop with Ctrl+C.")) ready.resolve();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
  const ended = once(child, "close").then(([status]: unknown[]) => ({ status, output, errors }));
  return { child, ended, ready: Promise.race([ready.promise, ended]), output: () => output };
}

const urls = (output: string): string[] => [...output.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url);

test("starts devices and a control port, prints where, and ends at SIGINT", async () => {
  const run = command(
    ...["--port", "0", "--count", "2", "--profile", "plenticore-plus-g1,plenticore-g3", "--password", "hunter2-owner"],
    ...["--master-key", "hunter2-master", "--service-code", "hunter2-code", "--seed", "7", "--speed", "0"],
    ...["--time", "2026-06-21T10:00:00Z", "--latency", "1", "--concurrency", "2", "--control-port", "0"],
  );
  await run.ready;
  const [first = "", second = "", control = ""] = urls(run.output());
  expect(run.output()).toMatch(/0 +plenticore-plus-g1 +http.*\/api\/v1\n1 +plenticore-g3 +http.*\/api\/v1\n/);
  const session = await login(first, { secret: "hunter2-owner" });
  expect(session).toMatch(/^[0-9a-f]{64}$/);
  const installer = { username: "master", secret: "hunter2-master", serviceCode: "hunter2-code" } as const;
  expect(await login(second, installer)).toMatch(/^[0-9a-f]{64}$/);
  const { devices } = (await send(control, "/stats")).json<{ devices: { time: string; logins: number }[] }>();
  expect(devices.map(({ logins, time }) => [logins, time])).toEqual([
    [1, "2026-06-21T10:00:00.000Z"],
    [1, "2026-06-21T10:00:00.000Z"],
  ]);
  run.child.kill("SIGINT");
  const { status, output, errors } = await run.ended;
  expect([status, errors]).toEqual([0, ""]);
  expect(output).not.toContain("hunter2");
});

test("ends at SIGTERM, with a connection still open", async () => {
  const run = command("--port", "0");
  await run.ready;
  const [url = ""] = urls(run.output());
  expect((await send(url, "/api/v1/info/version")).status).toBe(200);
  run.child.kill("SIGTERM");
  expect((await run.ended).status).toBe(0);
});

describe("mistakes are one line with a code, and a status", () => {
  test.each([
    [["--colour"], /^error BAD_OPTION: unknown option '--colour'/],
    [["--password=hunter2", "--pasword=hunter2"], /^error BAD_OPTION: unknown option '--pasword'/],
    [["extra", "hunter2"], /^error BAD_OPTION: /],
    [["--port", "many"], /^error BAD_OPTION: .*--port/],
    [["--port", "70000"], /^error BAD_OPTION: port: /],
    [["--port", "65535", "--count", "2"], /^error BAD_OPTION: port: /],
    [["--count", "0"], /^error BAD_OPTION: .*--count/],
    [["--profile", "piko"], /^error BAD_OPTION: .*--profile.*plenticore-g2/],
    [["--speed", "-1"], /^error BAD_OPTION: .*--speed/],
    [["--time", "noon"], /^error BAD_OPTION: time: /],
    [["--concurrency", "0"], /^error BAD_OPTION: concurrency: /],
    [["--seed"], /^error BAD_OPTION: .*--seed/],
    [["--host", "203.0.113.7", "--port", "0"], /^error CANNOT_LISTEN: /],
  ])("%j", async (args, message) => {
    const { status, output, errors } = await command(...args).ended;
    expect(status).toBeGreaterThan(0);
    expect(output).toBe("");
    expect(errors).toMatch(message);
    expect(errors.trimEnd().split("\n")).toHaveLength(1);
    expect(errors).not.toContain("hunter2");
  });

  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    for (const args of [
      ["--port", String(port)],
      ["--port", "0", "--control-port", String(port)],
    ]) {
      const { status, errors } = await command(...args).ended;
      expect([status, errors]).toEqual([
        1,
        `error PORT_IN_USE: port ${port} of 127.0.0.1 is in use: choose another one\n`,
      ]);
    }
  });

  test("help is no mistake", async () => {
    const { status, output } = await command("--help").ended;
    expect(status).toBe(0);
    for (const flag of ["--port", "--control-port", "--service-code", "--latency"]) expect(output).toContain(flag);
    expect(output.replaceAll(/\s+/g, " ")).toContain("in turn (default: plenticore-plus-g1)");
  });
});
