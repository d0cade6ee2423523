import { PlenticoreError, Secret } from "@plenticore/core";
import { describe, expect, test } from "vitest";
import { DeviceLogins } from "../../src/limits/device-logins.ts";
import { LimitHits } from "../../src/limits/hits.ts";
import { startExample } from "../example/app.ts";
import { ask } from "../example/ask.ts";

const minute = 60_000;

function guarded(limits = { refusedLogins: 3, refusedLoginsWaitMinutes: 15 }) {
  const clock = { now: 0 };
  const hits = new LimitHits();
  const logins = new DeviceLogins({ limits, hits, now: () => clock.now });
  let sent = 0;
  return {
    clock,
    hits,
    sent: () => sent,
    attempt: (outcome: "good" | "WRONG_PASSWORD" | "USER_LOCKED" | "UNREACHABLE_TIMEOUT", url = "http://10.0.0.1") =>
      logins
        .attempt(url, async () => {
          sent += 1;
          await Promise.resolve();
          if (outcome !== "good") throw new PlenticoreError(outcome, outcome);
        })
        .then(
          () => "good",
          (error: PlenticoreError) => (error.code === "LIMIT_EXCEEDED" ? error.retryAfterMs : error.code),
        ),
  };
}

describe("of the secrets that are tried on one inverter", () => {
  test("three may be refused, then one after each wait, which doubles up to a day", async () => {
    const { attempt, clock, sent } = guarded();
    for (let tried = 0; tried < 3; tried++) expect(await attempt("WRONG_PASSWORD")).toBe("WRONG_PASSWORD");
    expect(await attempt("WRONG_PASSWORD")).toBe(15 * minute);
    const waits = [15, 30, 60, 120, 240, 480, 960, 1440, 1440];
    for (const wait of waits) {
      clock.now += wait * minute - 1;
      expect(await attempt("WRONG_PASSWORD")).toBe(1000);
      clock.now += 1;
      expect(await attempt("WRONG_PASSWORD")).toBe("WRONG_PASSWORD");
    }
    expect(sent()).toBe(3 + waits.length);
  });

  test("a hundred at once are three", async () => {
    const { attempt, sent, hits } = guarded();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => attempt("WRONG_PASSWORD")));
    expect(outcomes.filter((outcome) => outcome === "WRONG_PASSWORD")).toHaveLength(3);
    expect(sent()).toBe(3);
    expect(hits.counts.refusedLogins).toBe(97);
  });

  test("one that is accepted makes the others forgotten", async () => {
    const { attempt } = guarded();
    await attempt("WRONG_PASSWORD");
    await attempt("USER_LOCKED");
    expect(await attempt("good")).toBe("good");
    for (let tried = 0; tried < 3; tried++) expect(await attempt("WRONG_PASSWORD")).toBe("WRONG_PASSWORD");
    expect(await attempt("good")).toBe(15 * minute);
  });

  test("an inverter that is away refuses nothing, and another one is another", async () => {
    const { attempt } = guarded();
    for (let tried = 0; tried < 10; tried++) expect(await attempt("UNREACHABLE_TIMEOUT")).toBe("UNREACHABLE_TIMEOUT");
    for (let tried = 0; tried < 3; tried++) await attempt("WRONG_PASSWORD");
    expect(await attempt("good", "http://10.0.0.1:80/")).toBe(15 * minute);
    expect(await attempt("good", "http://10.0.0.2")).toBe("good");
  });
});

test("a script that guesses by testInverter, and one that reconnects, reach the inverter three times", async () => {
  await using app = await startExample({ simulators: [{}], warm: true });
  const [simulator] = app.simulators;
  const guess = (secret: string): string => `testInverter(input: { url: "${simulator?.url}", password: "${secret}" }) {
    __typename ... on InverterFailure { code retryable retryAfterMs } }`;
  const codes: unknown[] = [];
  for (let round = 0; round < 5; round++) {
    const { data } = await ask(app.url, `mutation { a: ${guess(`a${round}`)} b: ${guess(`b${round}`)} }`);
    codes.push(...Object.values(data ?? {}).map((failure) => (failure as { code: string }).code));
  }
  expect(codes).toEqual([...Array<string>(3).fill("WRONG_PASSWORD"), ...Array<string>(7).fill("LIMIT_EXCEEDED")]);
  const { data } = await ask(
    app.url,
    `mutation { reconnectInverter(input: { inverterId: "inverter-1" }) { ... on InverterFailure { code retryable retryAfterMs } } }`,
  );
  expect(data).toEqual({
    reconnectInverter: { code: "LIMIT_EXCEEDED", retryable: true, retryAfterMs: expect.any(Number) as number },
  });
  // Its own session stands: nobody else's guesses touch it.
  expect(await ask(app.url, "{ inverters { live(maxAge: 0) { state } } }")).toMatchObject({
    data: { inverters: [{ live: { state: expect.any(String) as string } }] },
  });
  expect(app.gateway.limitHits.refusedLogins).toBe(8);
});

test("an inverter whose configured secret is wrong is reconnected three times", async () => {
  await using app = await startExample({
    simulators: [{}],
    configure: () => ({ credentials: { user: "user", password: new Secret("not-it") } }),
  });
  const codes: unknown[] = [];
  for (let round = 0; round < 5; round++) {
    const { data } = await ask(
      app.url,
      `mutation { reconnectInverter(input: { inverterId: "inverter-1" }) { ... on Failure { code } } }`,
    );
    codes.push((data as { reconnectInverter: { code: string } }).reconnectInverter.code);
  }
  expect(codes).toEqual(["WRONG_PASSWORD", "WRONG_PASSWORD", "WRONG_PASSWORD", "LIMIT_EXCEEDED", "LIMIT_EXCEEDED"]);
});
