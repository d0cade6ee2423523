import { describe, expect, test } from "vitest";
import { run } from "../src/command.ts";
import { startRig } from "./rig.ts";

/** The command in this process, until `stop`. */
function start(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const end = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const status = run(args, {
    out: (line) => {
      out.push(line);
      if (line.startsWith("Stop")) started.resolve();
    },
    error: (line) => errors.push(line),
    interrupted: end.promise,
  });
  return { out, errors, status, stop: () => end.resolve(), started: Promise.race([started.promise, status]) };
}

describe("fault-proxy", () => {
  test("proxies with toxics, and takes and gives up others while it runs", async () => {
    const { proxy: behind } = await startRig();
    const command = start(
      "--upstream",
      `127.0.0.1:${behind.port}`,
      "--toxic",
      "latency:latencyMs=5,jitterMs=2,toxicity=0.5,stream=upstream",
      "--toxic",
      "timeout:name=7",
      "--control-port",
      "0",
    );
    await command.started;
    expect(command.out[0]).toMatch(/^127\.0\.0\.1:\d+ -> 127\.0\.0\.1:\d+$/);
    expect(command.out.slice(1, 3)).toEqual(["toxic    latency_upstream", "toxic    7"]);
    const url = command.out[3]?.replace("control  ", "") ?? "";
    const post = (body: string, type = "application/json") =>
      fetch(url, { method: "POST", body, headers: { "content-type": type } });
    const added = await post('{"type":"reset_peer"}');
    expect([added.status, await added.json()]).toEqual([200, { name: "reset_peer_downstream" }]);
    expect((await fetch(`${url}/7`, { method: "DELETE" })).status).toBe(200);
    const { toxics } = (await (await fetch(url)).json()) as { toxics: object };
    expect(toxics).toEqual({
      latency_upstream: { type: "latency", latencyMs: 5, jitterMs: 2, toxicity: 0.5, stream: "upstream" },
      reset_peer_downstream: { type: "reset_peer" },
    });
    const refused = await post('{"type":"latency"}');
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { code: "BAD_TOXIC", message: "toxic: latency: latencyMs: is missing" },
    ]);
    const statuses = await Promise.all([
      post("no JSON"),
      post('{"type":"timeout"}', "text/plain"),
      fetch(`${url}/nobody`, { method: "DELETE" }),
      fetch(url, { method: "PUT" }),
      fetch(new URL("/elsewhere", url)),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([400, 415, 404, 405, 404]);
    command.stop();
    expect(await command.status).toBe(0);
  });

  test.each([
    [[], "--upstream"],
    [["--upstream", "nowhere"], "expected host:port"],
    [["--upstream", "a:70000"], "expected a port"],
    [["--upstream", "a:1", "--toxic", "latency"], "latency: latencyMs: is missing"],
    [["--upstream", "a:1", "--toxic", "fog:x=1"], "type: expected one of latency"],
    [["--upstream", "a:1", "--seed", "x"], "expected a whole number"],
    [["--upstream", "a:1", "stray"], "too many arguments"],
  ])("%j is a wrong command line, and told in one line", async (args, message) => {
    const { status, errors } = start(...args);
    expect(await status).toBe(2);
    expect(errors).toEqual([expect.stringMatching(/^error BAD_OPTION: [^\n]+$/)]);
    expect(errors[0]).toContain(message);
  });

  test("a port that is taken is told", async () => {
    const { proxy } = await startRig();
    const { status, errors } = start("--upstream", "127.0.0.1:1", "--listen", `127.0.0.1:${proxy.port}`);
    expect(await status).toBe(1);
    expect(errors).toEqual([expect.stringMatching(/^error CANNOT_LISTEN: .*EADDRINUSE/)]);
  });

  test("--help names every toxic with its attributes", async () => {
    const { status, out } = start("--help");
    expect(await status).toBe(0);
    for (const word of ["latency", "jitterMs", "half_open", "corrupt", "refuse", "limit_data", "slow_close"])
      expect(out.join("\n")).toContain(word);
    expect(out.join("\n")).toContain("(default: 127.0.0.1:0)");
  });
});
