import { createHash } from "node:crypto";
import { createFleet, Secret, systemRuntime } from "@plenticore/core";
import { startSimulator } from "@plenticore/simulator";
import { createClient } from "graphql-ws";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { KeyConfig } from "../src/config/types.ts";
import { password, startExample, summerNoon } from "./example/app.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { liveInverter } from "./example/live-inverter.ts";
import { runPromtool, tellSkipped, withoutPromtool } from "./example/promtool.ts";
import { getMetrics, type Scrape, scrape, scrapeUntil } from "./example/scrape.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";

const subscription = "subscription { inverterLive { inverterId live { power { home } } } }";

const key = (name: string, role: KeyConfig["role"], plants?: readonly string[]): KeyConfig => ({
  name,
  role,
  digest: createHash("sha256").update(`${name}-key`).digest(),
  plants: plants && new Set(plants),
});

const operations = "plenticore_gateway_operations_total";

describe("promtool", () => {
  tellSkipped("promtool check metrics");

  test.skipIf(withoutPromtool)("has not a word to say about what a busy gateway tells", async () => {
    await using app = await startExample({ simulators: [{}, { profile: "piko-iq-g1" }, { password: "another" }] });
    await ask(app.url, "{ inverters { id live { power { solar } } } }");
    await ask(app.url, "{ nothing }");
    const [[, subscribe]] = transports as [(typeof transports)[number]];
    const live = subscribe(app.url, subscription);
    await live.received(1);
    const { text } = await scrape(app.url);
    await live.stop();
    expect(await runPromtool(["check", "metrics"], { input: text })).toEqual({ status: 0, said: "" });
  });
});

describe("what the inverters measure", () => {
  test("is what the API tells in the same moment, in base units", async () => {
    await using app = await startExample({ simulators: [{ speed: 0 }], warm: true });
    const { samples } = await scrapeUntil(app.url, ({ names }) => names.has("plenticore_energy_joules_total"));
    const { data } = await ask(
      app.url,
      `{ inverters {
        live(maxAge: 60) { power { solar home grid homeFromSolar } battery { stateOfCharge voltage } strings { index voltage } frequency }
        energy(period: TOTAL) { yield homeFromGrid }
      } }`,
    );
    const [read] = (data?.["inverters"] ?? []) as Record<string, unknown>[];
    const { live, energy } = read ?? {};
    const { power, battery, strings, frequency } = live as {
      power: Record<string, number>;
      battery: Record<string, number>;
      strings: { index: number; voltage: number }[];
      frequency: number;
    };
    const flow = (name: string) => samples.get(`plenticore_power_watts{inverter="inverter-1",flow="${name}"}`);
    expect(power["solar"]).toBeGreaterThan(0);
    expect(flow("solar")).toBe(power["solar"]);
    expect(flow("home")).toBe(power["home"]);
    expect(flow("grid")).toBe(power["grid"]);
    expect(flow("home_from_solar")).toBe(power["homeFromSolar"]);
    const own = (name: string) => samples.get(`plenticore_${name}{inverter="inverter-1"}`);
    expect(own("battery_state_of_charge_ratio")).toBeCloseTo((battery["stateOfCharge"] ?? Number.NaN) / 100);
    expect(own("battery_voltage_volts")).toBe(battery["voltage"]);
    expect(own("frequency_hertz")).toBe(frequency);
    for (const { index, voltage } of strings) {
      expect(samples.get(`plenticore_string_voltage_volts{inverter="inverter-1",string="${index}"}`)).toBe(voltage);
    }
    const joules = (name: string) =>
      samples.get(`plenticore_energy_joules_total{inverter="inverter-1",flow="${name}"}`);
    const counted = energy as Record<string, number>;
    expect(joules("solar")).toBeCloseTo((counted["yield"] ?? Number.NaN) * 3600, 0);
    expect(joules("home_from_grid")).toBeCloseTo((counted["homeFromGrid"] ?? Number.NaN) * 3600, 0);
  });

  test("costs one merged reading, and none while it is younger than 15 s", async () => {
    await using simulator = await startSimulator({ password, time: summerNoon, speed: 0, rounds: 1000 });
    let time = 0;
    const fleet = createFleet(
      {
        plants: [
          {
            id: "home",
            name: "Home",
            timeZone: "Europe/Berlin",
            inverters: [
              {
                id: "garage",
                name: "Garage",
                url: simulator.url,
                credentials: { user: "user", password: new Secret(password) },
              },
            ],
          },
        ],
      },
      { runtime: { ...systemRuntime, monotonic: () => time } },
    );
    await using served = await serve(fleet);
    const energy = 'plenticore_energy_joules_total{inverter="garage",flow="solar"}';
    await scrapeUntil(served.url, ({ samples }) => samples.has(energy));
    expect(simulator.stats().processdata).toBe(1);
    time += 14_900;
    for (const _ of [1, 2, 3]) await scrape(served.url);
    await Promise.all([scrape(served.url), scrape(served.url)]);
    expect(simulator.stats().processdata).toBe(1);
    time += 200;
    await scrapeUntil(served.url, ({ samples }) => samples.has(energy));
    expect(simulator.stats().processdata).toBe(2);
    await fleet.close();
  });

  test("has no sample where it is not known: an inverter without battery, and one that can't be asked", async () => {
    await using app = await startExample({
      simulators: [{ profile: "piko-iq-g1" }, { password: "another" }],
      configure: (id) => (id === "inverter-1" ? { peakPower: 8400 } : {}),
    });
    const { samples, text } = await scrapeUntil(
      app.url,
      (found) =>
        found.names.has("plenticore_energy_joules_total") &&
        found.samples.has('plenticore_inverter_failures_total{inverter="inverter-2",code="WRONG_PASSWORD"}'),
    );
    expect(samples.get('plenticore_inverter_up{inverter="inverter-1"}')).toBe(1);
    expect(samples.get('plenticore_peak_power_watts{inverter="inverter-1"}')).toBe(8400);
    expect(text).not.toMatch(/^plenticore_battery/m);
    expect(samples.get('plenticore_inverter_up{inverter="inverter-2"}')).toBe(0);
    expect(samples.get('plenticore_inverter_availability{inverter="inverter-2",state="UNAUTHORIZED"}')).toBe(1);
    expect(samples.get('plenticore_inverter_failures_total{inverter="inverter-2",code="WRONG_PASSWORD"}')).toBe(1);
    const values = [...samples.keys()].filter((name) => name.includes('inverter="inverter-2"'));
    expect(values.filter((name) => !name.startsWith("plenticore_inverter_"))).toEqual([]);
    expect(values.filter((name) => name.startsWith("plenticore_inverter_value_age"))).toEqual([]);
  });

  test("is not told any more of an inverter that went away, however young its values are", async () => {
    await using app = await startExample({ simulators: [{}, {}], warm: true });
    const powersIn = ({ text }: Scrape) => text.match(/^plenticore_power_watts.*flow="home"/gm) ?? [];
    await scrapeUntil(app.url, (found) => powersIn(found).length === 2);
    app.simulators[1]?.set({ fault: { kind: "offline", how: "refuse" } });
    await ask(app.url, '{ inverters(ids: ["inverter-2"]) { live(maxAge: 0) { power { home } } } }');
    expect(app.fleet.inverters[1]?.availability.state).toBe("OFFLINE");
    const found = await scrapeUntil(app.url, (one) => powersIn(one).length > 0);
    expect(powersIn(found)).toEqual([expect.stringContaining('inverter="inverter-1"')]);
  });

  test("is told by the others while one does not answer", async () => {
    const asked = Promise.withResolvers<void>();
    const hanging = fakeInverter("barn", {
      live: ({ signal } = {}) =>
        new Promise((_, reject) => {
          asked.resolve();
          signal?.addEventListener("abort", () => reject(signal.reason as Error));
        }),
    });
    await using served = await serve(fakeFleet([fakePlant("home", [fakeInverter("garage"), hanging])]));
    const { samples } = await scrape(served.url);
    await asked.promise;
    expect(samples.get('plenticore_power_watts{inverter="garage",flow="solar"}')).toBe(4200);
    expect([...samples.keys()].filter((name) => /^plenticore_power.*barn/.test(name))).toEqual([]);
  });
});

describe("what the gateway counts", () => {
  test("are operations by type and code, whatever became of them", async () => {
    const { inverter } = liveInverter("garage");
    await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
    await ask(served.url, "{ inverters { id } }");
    await ask(served.url, "query Named { plants { id } }");
    await ask(served.url, "{ nothing }");
    await ask(served.url, "{");
    await post(served.url, "{ plants { id } }", { headers: { "content-type": "text/plain" } });
    await ask(served.url, 'mutation { reconnectInverter(input: { inverterId: "garage" }) { __typename } }');
    for (const [, subscribe] of transports) {
      const live = subscribe(served.url, subscription);
      await live.received(1);
      await live.stop();
    }
    const { samples } = await scrape(served.url);
    const of = (type: string, code: string) => samples.get(`${operations}{type="${type}",code="${code}"}`);
    expect(of("query", "OK")).toBe(2);
    expect(of("unknown", "BAD_INPUT")).toBe(3);
    expect(of("mutation", "OK")).toBe(1);
    expect(of("subscription", "OK")).toBe(2);
    expect(samples.get('plenticore_gateway_operation_duration_seconds_count{type="query"}')).toBe(2);
  });

  test("begin at 0 for mistakes of the gateway, so that an alert sees the first one", async () => {
    const broken = fakeInverter("garage", { version: () => Promise.reject(new TypeError("x is no function")) });
    await using served = await serve(fakeFleet([fakePlant("home", [broken])]));
    const mistakes = async () => (await scrape(served.url)).samples.get(`${operations}{type="query",code="INTERNAL"}`);
    expect(await mistakes()).toBe(0);
    await ask(served.url, "{ inverters { version { name } } }");
    expect(await mistakes()).toBe(1);
  });

  test("are as many series for a thousand documents as for one", async () => {
    await using served = await serve(fakeFleet([fakePlant("home", [fakeInverter("garage")])]));
    await ask(served.url, "query First { plants { id } }");
    const series = async () =>
      [...(await scrape(served.url)).samples.keys()].filter((name) => name.includes("gateway"));
    const before = await series();
    for (let index = 0; index < 20; index++) await ask(served.url, `query Name${index} { one${index}: plants { id } }`);
    expect(await series()).toEqual(before);
  });

  test("are sockets, subscriptions and the cohorts that they share, as they are now", async () => {
    const { inverter } = liveInverter("garage");
    await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
    const own = async (name: string) => (await scrape(served.url)).samples.get(`plenticore_gateway_${name}`);
    const [[, subscribe]] = transports as [(typeof transports)[number]];
    const both = [subscribe(served.url, subscription), subscribe(served.url, subscription)];
    for (const live of both) await live.received(1);
    expect([await own("sockets"), await own("subscriptions"), await own("cohorts")]).toEqual([2, 2, 1]);
    for (const live of both) await live.stop();
    await served.gateway.drain();
    expect(served.gateway.live).toMatchObject({ sockets: 0, subscriptions: 0 });
  });

  test("are refusals by the limit that was hit", async () => {
    const { inverter } = liveInverter("garage");
    await using served = await serve(fakeFleet([fakePlant("home", [inverter])]), {
      limits: { subscriptionsPerSocket: 1 },
    });
    const client = createClient({
      url: `${served.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
    });
    const first = Promise.withResolvers<unknown>();
    client.subscribe({ query: subscription }, { next: first.resolve, error: first.reject, complete: () => undefined });
    await first.promise;
    const second = Promise.withResolvers<unknown>();
    client.subscribe(
      { query: subscription },
      { next: second.reject, error: second.resolve, complete: () => undefined },
    );
    expect(await second.promise).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
    const { samples } = await scrape(served.url);
    expect(samples.get('plenticore_gateway_limit_hits_total{limit="subscriptionsPerSocket"}')).toBe(1);
    expect(samples.get(`${operations}{type="unknown",code="LIMIT_EXCEEDED"}`)).toBe(1);
    expect(samples.get("plenticore_gateway_slow_closes_total")).toBe(0);
    await client.dispose();
  });

  test("is also what Node itself does", async () => {
    await using served = await serve(fakeFleet([]));
    const { names } = await scrape(served.url);
    for (const name of [
      "process_cpu_seconds_total",
      "process_resident_memory_bytes",
      "nodejs_heap_size_used_bytes",
      "nodejs_eventloop_lag_seconds",
    ]) {
      expect(names).toContain(name);
    }
  });
});

describe("who may see it", () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")]), fakePlant("farm", [fakeInverter("barn")])]);
  const keys = [key("panel", "VIEWER", ["home"]), key("owner", "ADMIN")];

  test("with keys configured nobody without one, and that is counted when it is a query", async () => {
    await using served = await serve(fleet, { keys });
    const response = await getMetrics(served.url);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    await post(served.url, "{ plants { id } }");
    const { samples } = await scrape(served.url, "owner-key");
    expect(samples.get(`${operations}{type="unknown",code="UNAUTHENTICATED"}`)).toBe(1);
  });

  test("a key of some plants sees their inverters only", async () => {
    await using served = await serve(fleet, { keys });
    const { text } = await scrape(served.url, "panel-key");
    expect(text).toContain('plenticore_inverter_up{inverter="garage"} 1');
    expect(text).not.toMatch(/barn|farm/);
    expect((await scrape(served.url, "owner-key")).text).toContain('plenticore_inverter_up{inverter="barn"} 1');
  });

  test("a key of some plants is told nothing of what the gateway does for others", async () => {
    await using served = await serve(fleet, { keys });
    await post(served.url, "{ viewer { name } }", { key: "owner-key" });
    const { names } = await scrape(served.url, "panel-key");
    const others = [...names].filter((name) => !/^plenticore_(?!gateway_)/.test(name));
    expect(others).toEqual(["plenticore_gateway_build_info"]);
    const all = await scrape(served.url, "owner-key");
    for (const name of [
      "plenticore_gateway_operations_total",
      "plenticore_gateway_limit_hits_total",
      "nodejs_heap_size_used_bytes",
    ]) {
      expect(all.names).toContain(name);
    }
  });

  test("without keys only who calls this machine by its own name", async () => {
    await using served = await serve(fleet);
    expect((await getMetrics(served.url)).status).toBe(200);
    const { port } = new URL(served.url);
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      request({ port, path: "/metrics", headers: { host: "evil.example" } }, (response) => {
        resolve(response.statusCode);
        response.resume();
      }).end();
    });
    expect(status).toBe(403);
  });

  test("nothing is posted there", async () => {
    await using served = await serve(fleet);
    expect((await fetch(`${served.url}/metrics`, { method: "POST" })).status).toBe(405);
  });
});
