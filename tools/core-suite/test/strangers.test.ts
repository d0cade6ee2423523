import dns from "node:dns";
import type { Inverter, InverterConfig } from "@plenticore/core";
import { describe, expect, it, vi } from "vitest";
import { deadlines } from "./deadlines.ts";
import { makeCertificate, startHttpFront, startTlsFront } from "./fronts.ts";
import { answers, impatient, inverterConfig, startDevice, startFleet, until } from "./rig.ts";

const at = (url: string, change: Partial<InverterConfig> = {}): Inverter => {
  const [inverter] = startFleet(
    [{ ...inverterConfig("garage", { url }), ...change }],
    {},
    { runtime: impatient },
  ).inverters;
  if (inverter === undefined) throw new Error("the fleet is empty");
  return inverter;
};

const now = { maxAgeMs: 0 };

describe("a certificate", () => {
  it("that is another one suddenly: refused and shown, not a byte is said, and the right one is taken again", async () => {
    const [right, wrong] = await Promise.all([makeCertificate(), makeCertificate()]);
    const simulator = await startDevice();
    const front = await startTlsFront(simulator, right);
    const inverter = at(front.url, { tls: { fingerprint256: right.fingerprint256 } });
    expect((await inverter.live()).power.solar).toBeGreaterThan(0);
    const { requests, logins } = simulator.stats();
    front.show(wrong);
    await expect(inverter.live(now)).rejects.toMatchObject({
      code: "CERTIFICATE_NOT_TRUSTED",
      certificate: { fingerprint256: wrong.fingerprint256 },
    });
    for (let ask = 0; ask < 3; ask++) {
      await expect(inverter.live(now)).rejects.toMatchObject({ code: "CERTIFICATE_NOT_TRUSTED" });
    }
    expect(front.heard).toBe(0);
    expect(simulator.stats()).toMatchObject({ requests, logins });
    front.show(right);
    await until(() => answers(inverter.live(now)));
    expect(inverter.availability.state).toBe("ONLINE");
  });
});

describe("a redirect to another host", () => {
  it.each([301, 302, 303, 307, 308])("%i is not followed: the other one hears of nothing", async (status) => {
    const heard: string[] = [];
    const elsewhere = await startHttpFront({ port: 9 });
    elsewhere.meddle = ({ url = "", headers }, response) => {
      heard.push(`${url} ${headers.authorization}`);
      response.end("[]");
      return true;
    };
    const front = await startHttpFront(await startDevice());
    const inverter = at(front.url);
    await inverter.live();
    front.meddle = ({ url }, response) => {
      response.writeHead(status, { location: `${elsewhere.url}${url}` }).end();
      return true;
    };
    await expect(inverter.live(now)).rejects.toMatchObject({ code: "BAD_ANSWER" });
    await expect(inverter.events(3, "en-gb")).rejects.toMatchObject({ code: "BAD_ANSWER" });
    expect(heard).toEqual([]);
    front.meddle = () => false;
    await until(() => answers(inverter.live(now)));
  });
});

describe("an inverter's name", () => {
  const family = { IPv4: 4, IPv6: 6 } as const;

  /** Answers for one name in place of the system; null: there is no such name. */
  function resolveTo(name: string) {
    const resolver = { address: null as string | null, asked: 0 };
    const real = dns.lookup;
    vi.spyOn(dns, "lookup").mockImplementation(((hostname: string, options: dns.LookupOptions, done: LookupDone) => {
      if (hostname !== name) return real(hostname, options, done);
      resolver.asked += 1;
      const { address } = resolver;
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
        code: "ENOTFOUND",
        syscall: "getaddrinfo",
      });
      process.nextTick(() => {
        if (address === null) done(error, "", 0);
        else if (options.all === true) done(null, [{ address, family: family.IPv4 }]);
        else done(null, address, family.IPv4);
      });
    }) as typeof dns.lookup);
    return resolver;
  }

  it("is asked for again at each connection: a device that moved is found at its new address", async () => {
    const resolver = resolveTo("inverter.test");
    const before = await startDevice({ host: "127.0.0.1" });
    const { port } = before;
    const inverter = at(`http://inverter.test:${port}`);
    await expect(inverter.live()).rejects.toMatchObject({ code: "UNREACHABLE_DNS", retryable: true });
    resolver.address = "127.0.0.1";
    await until(() => answers(inverter.live(now)));
    expect(before.stats().logins).toBe(1);
    await before.close();
    // Another loopback address, as Linux has them: the same device after its router gave it another one.
    const after = await startDevice({ host: "127.0.0.2", port });
    resolver.address = "127.0.0.2";
    await until(() => answers(inverter.live(now)));
    expect(after.stats()).toMatchObject({ logins: 1, failedLogins: 0 });
    expect(resolver.asked).toBeGreaterThanOrEqual(3);
  });

  it("at which another device answers now: its values are not taken for the old one's, and it is given the secret once", async () => {
    const before = await startDevice();
    const inverter = at(before.url);
    await inverter.live();
    const { port } = before;
    await before.close();
    const other = await startDevice({ port, seed: 2, password: "of another owner" });
    await until(() =>
      inverter.live(now).then(
        () => true,
        ({ code }) => code === "WRONG_PASSWORD",
      ),
    );
    for (let ask = 0; ask < 5; ask++)
      await expect(inverter.live(now)).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    expect(other.stats()).toMatchObject({ failedLogins: 1, logins: 0, processdata: expect.any(Number) });
    expect(other.stats().statuses["200"] ?? 0).toBeLessThanOrEqual(4);
  });
});

type LookupDone = (
  error: Error | null,
  address: string | { address: string; family: number }[],
  family?: number,
) => void;

describe("two gateways at one device that holds one session", () => {
  /** What a fleet of its own reads; `later` lets its hour pass. */
  async function fight() {
    const simulator = await startDevice({ behaviour: { maxSessions: 1 } });
    let skewMs = 0;
    const runtime = { ...impatient, monotonic: () => impatient.monotonic() + skewMs };
    const options = { ...deadlines().options, runtime };
    const fleets = ["one", "other"].map((id) => startFleet([inverterConfig(id, simulator)], {}, options));
    const [one, other] = fleets.map(({ inverters }) => inverters[0]);
    if (one === undefined || other === undefined) throw new Error("a fleet is empty");
    return { simulator, one, other, fleets, later: (ms: number) => void (skewMs += ms) };
  }

  it("by turns: both are answered, for a login each time at most, and none is refused", async () => {
    const { simulator, one, other } = await fight();
    for (let round = 0; round < 10; round++) {
      expect((await one.live(now)).power.solar).toBeGreaterThan(0);
      expect((await other.live(now)).power.solar).toBeGreaterThan(0);
    }
    expect(simulator.stats()).toMatchObject({ failedLogins: 0, activeSessions: 1 });
    // The first contact of each, and one for each time that the other one has been there.
    expect(simulator.stats().logins).toBeLessThanOrEqual(2 + 20);
  });

  it("at once: each is answered or told that it is refused, logs in no more than twice a question, and recovers alone", async () => {
    const { simulator, one, other, fleets, later } = await fight();
    let asked = 0;
    for (let round = 0; round < 10; round++) {
      const outcomes = await Promise.allSettled([one.live(now), other.live(now)]);
      asked += 2;
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "FORBIDDEN_FOR_ROLE" });
      }
    }
    expect(simulator.stats().failedLogins).toBe(0);
    expect(simulator.stats().logins).toBeLessThanOrEqual(2 + 2 * asked);
    await fleets[1]?.close();
    later(61_000);
    expect((await one.live(now)).power.solar).toBeGreaterThan(0);
    const { logins } = simulator.stats();
    for (let round = 0; round < 5; round++) await one.live(now);
    expect(simulator.stats().logins).toBe(logins);
  });
});
