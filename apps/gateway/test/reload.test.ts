import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadConfiguration } from "../src/config/load.ts";
import { RunningConfiguration } from "../src/config/running.ts";
import { createLogger } from "../src/log.ts";
import { ask } from "./example/ask.ts";
import { RunningCli } from "./example/cli.ts";
import { mutate } from "./example/mutate.ts";
import { transports } from "./example/subscribe.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-reload-"));
afterAll(() => rmSync(folder, { recursive: true }));

const configuration = (name: string, password = "{ env: SECRET }"): string => `listen: { port: 0 }
plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    inverters:
      - { id: inverter-1, name: "${name}", url: "http://127.0.0.1:9", password: ${password}, disabled: true }
`;

const env = { SECRET: "s3cret" };

/** The inverter's name, as soon as it is this one: the log told that the file was taken over. */
const nameOf = async (url: string): Promise<unknown> => (await ask(url, "{ inverters { name } }")).data?.["inverters"];

test("a saved file is taken over while it runs, in whatever way it was saved; a broken one is told and left", async () => {
  const file = join(folder, "gateway.yaml");
  writeFileSync(file, configuration("Written"));
  await using running = new RunningCli(["serve", "--config", file], env);
  const url = await running.url();
  const taken = async (times: number): Promise<void> => {
    const told = () => running.err.split("the configuration was taken over").length - 1;
    while (told() < times) await new Promise((resolve) => setImmediate(resolve));
  };
  writeFileSync(file, configuration("In place"));
  await taken(1);
  expect(await nameOf(url)).toEqual([{ name: "In place" }]);
  writeFileSync(`${file}~`, configuration("By renaming"));
  renameSync(`${file}~`, file);
  await taken(2);
  expect(await nameOf(url)).toEqual([{ name: "By renaming" }]);
  writeFileSync(file, `${configuration("By renaming")}limits: { sockets: 5 }\n`);
  await running.hears("err", "other limits are taken over by a restart only");
  writeFileSync(file, configuration("Broken").replace("timeZone: Europe/Berlin", "timeZone: 5"));
  await running.hears("err", "gateway.yaml:5:15: plants[0].timeZone: expected a text");
  expect(await nameOf(url)).toEqual([{ name: "By renaming" }]);
  expect(running.err).not.toContain("s3cret");
});

test("what waits for a restart is told once, as long as the file differs from what runs", async () => {
  const file = join(folder, "waiting.yaml");
  const warned: string[] = [];
  const log = createLogger({
    level: "warn",
    write: (line) => warned.push((JSON.parse(line) as { message: string }).message),
    now: () => 0,
  });
  writeFileSync(file, configuration("Kept"));
  const running = new RunningConfiguration({ file, env, log });
  const reloaded = async (more: string, name = "Kept"): Promise<readonly string[]> => {
    writeFileSync(file, `${configuration(name)}${more}`);
    await running.reload();
    return warned.splice(0);
  };
  const limits = "other limits are taken over by a restart only";
  expect(await reloaded("limits: { sockets: 5 }\n")).toEqual([limits]);
  // It was told, and waits.
  expect(await reloaded("limits: { sockets: 5 }\n", "Renamed")).toEqual([]);
  expect(await reloaded("limits: { sockets: 6 }\n")).toEqual([limits]);
  // As it runs: nothing waits, whatever the file said before.
  expect(await reloaded("")).toEqual([]);
  expect(await reloaded("limits: { sockets: 6 }\n")).toEqual([limits]);
  expect(await reloaded("expose: { introspection: false }\n")).toEqual([]);
  expect(await reloaded("expose: { dashboard: false }\n")).toEqual([
    "whether the dashboard is there is taken over by a restart only",
  ]);
});

test("a link that is turned to another folder is followed, as orchestrators do it", async () => {
  const own = join(folder, "mounted");
  for (const [version, name] of [
    ["v1", "Before"],
    ["v2", "After"],
  ] as const) {
    mkdirSync(join(own, version), { recursive: true });
    writeFileSync(join(own, version, "gateway.yaml"), configuration(name));
  }
  symlinkSync("v1", join(own, "now"));
  symlinkSync("now/gateway.yaml", join(own, "gateway.yaml"));
  await using running = new RunningCli(["serve", "--config", join(own, "gateway.yaml")], env);
  const url = await running.url();
  expect(await nameOf(url)).toEqual([{ name: "Before" }]);
  symlinkSync("v2", join(own, "next"));
  renameSync(join(own, "next"), join(own, "now"));
  await running.hears("err", "the configuration was taken over");
  expect(await nameOf(url)).toEqual([{ name: "After" }]);
});

test("SIGHUP reads also the secrets again that are in other files", async () => {
  const secret = join(folder, "secret");
  writeFileSync(secret, "one");
  const file = join(folder, "with-secret.yaml");
  writeFileSync(file, configuration("Kept", `{ file: ${secret} }`));
  await using running = new RunningCli(["serve", "--config", file], env);
  await running.url();
  writeFileSync(secret, "");
  running.signal("SIGHUP");
  await running.hears("err", "is empty");
  writeFileSync(secret, "two");
  running.signal("SIGHUP");
  await running.hears("err", "the configuration was taken over");
  expect(running.err).not.toContain("two");
});

// Eight starts of the command: on a busy machine they take their time.
test("a key in a file is rotated by SIGHUP: the old one is refused, and its open stream ends", async () => {
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, "old-key\n");
  const file = join(folder, "with-key.yaml");
  writeFileSync(
    file,
    `auth: { keys: [{ name: panel, role: VIEWER, key: { file: key } }, { name: owner, role: ADMIN, key: { env: OWNER } }] }\n${configuration("Kept")}`,
  );
  await using running = new RunningCli(["serve", "--config", file], { ...env, OWNER: "owner-key" });
  const url = await running.url();
  const query = "subscription { availability { inverterId } }";
  for (const [transport, subscribe] of transports) {
    const [old, fresh] = transport === "WebSocket" ? ["old-key", "new-key"] : ["new-key", "newer-key"];
    const stream = subscribe(url, query, { key: old });
    const owner = subscribe(url, query, { key: "owner-key" });
    await Promise.all([stream.received(1), owner.received(1)]);
    writeFileSync(keyFile, fresh);
    running.signal("SIGHUP");
    const end = await stream.completed.catch((reason: unknown) => reason);
    if (transport === "WebSocket") expect(end).toMatchObject({ code: 4403 });
    expect(await ask(url, "{ viewer { name } }", { key: old })).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect(await ask(url, "{ viewer { name } }", { key: fresh })).toEqual({ data: { viewer: { name: "panel" } } });
    const another = subscribe(url, query, { key: "owner-key" });
    await another.received(1);
    await Promise.all([owner.stop(), another.stop()]);
  }
  expect(running.err).not.toMatch(/(old|new|newer|owner)-key/);
});

test("killed in the middle of changes it leaves a whole file, the old or the new one", {
  timeout: 180_000,
}, async () => {
  for (let round = 0; round < 8; round++) {
    const file = join(folder, `killed-${round}.yaml`);
    writeFileSync(file, configuration("0"));
    const running = new RunningCli(["serve", "--config", file], env);
    const url = await running.url();
    let done = 0;
    const changes = (async () => {
      for (;;) {
        const changed = mutate(url, "updateInverter", { name: String(done + 1) }).then(
          () => true,
          () => false,
        );
        if (!(await changed)) return;
        done += 1;
      }
    })();
    while (done < 3 + round) await new Promise((resolve) => setImmediate(resolve));
    await running.stop("SIGKILL");
    await changes;
    const { name } = loadConfiguration({ file, env }).fleet.plants[0]?.inverters[0] ?? { name: "" };
    expect([String(done), String(done + 1)]).toContain(name);
    expect(readFileSync(file, "utf8")).toBe(configuration(name));
  }
});
