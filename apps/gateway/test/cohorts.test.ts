import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createAudit } from "../src/audit.ts";
import type { Viewer } from "../src/auth/viewer.ts";
import { unchangeable } from "../src/config/running.ts";
import { defaultExpose, noPersistedDocuments } from "../src/config/types.ts";
import { DeviceLogins } from "../src/limits/device-logins.ts";
import { LimitHits } from "../src/limits/hits.ts";
import { defaultLimits } from "../src/limits/limits.ts";
import { Rates } from "../src/limits/rates.ts";
import type { Member } from "../src/live/cohort.ts";
import { Cohorts } from "../src/live/cohorts.ts";
import { defaultLiveLimits, Places } from "../src/live/limits.ts";
import { createLogger } from "../src/log.ts";
import { Operations } from "../src/operations/operations.ts";
import type { Context } from "../src/schema/index.ts";
import { LiveStreams } from "../src/server/use-live-streams.ts";
import { fakeFleet, fakePlant } from "./example/fake-fleet.ts";
import { type LiveInverter, liveInverter } from "./example/live-inverter.ts";

const query = "subscription { inverterLive { live { power { home } } } }";
const maskErrors = (errors: readonly unknown[]): never => {
  throw errors[0];
};
const log = createLogger({ level: "error", write: () => undefined, now: () => 0 });

/** Cohorts over one inverter, on a clock of the test's own. */
function setUp(garage: LiveInverter, signal = new AbortController().signal) {
  const fleet = fakeFleet([fakePlant("home", [garage.inverter])]);
  const viewer: Viewer = {
    name: "local",
    hasKey: false,
    role: "ADMIN",
    fleet,
    isLimited: false,
    authority: "all",
    readOnly: false,
  };
  const clock = { now: 0 };
  const common = { limits: defaultLimits, hits: new LimitHits(), now: () => clock.now };
  const context: Context = {
    ...common,
    logins: new DeviceLogins(common),
    viewer,
    signal,
    audit: createAudit(log),
    secretPlaces: new Map(),
    changes: unchangeable(fleet, "this test's is in no file"),
  };
  const cohorts = new Cohorts({ maskErrors, now: () => clock.now });
  const operations = new Operations({
    ...common,
    expose: defaultExpose(true),
    rates: new Rates(common),
    persistedDocuments: noPersistedDocuments,
    fleet,
    onInternal: (original) => maskErrors([original]),
  });
  const join = async (member: Member) => {
    const operation = operations.prepare({ query }, context);
    if ("length" in operation) throw new Error("the document is good");
    const joined = await cohorts.join(operation, viewer, member);
    if (joined.errors !== undefined) throw new Error("it can be joined");
    return joined.leave;
  };
  return { cohorts, clock, join, context, operations };
}

/** A member that notes what it hears. */
function listener() {
  const heard: unknown[] = [];
  const member: Member = {
    next: (_key, { text }) => heard.push(JSON.parse(text)),
    drained: () => undefined,
    end: () => heard.push("end"),
  };
  return { heard, member };
}

const value = (home: number) => ({ data: { inverterLive: { live: { power: { home } } } } });

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("who joins while the last other one leaves is served all the same, and is the only one who costs something", async () => {
  const garage = liveInverter("garage");
  const { cohorts, clock, join } = setUp(garage);
  const first = listener();
  const leave = await join(first.member);
  await settled();
  expect(first.heard).toEqual([value(0)]);
  // What is known is too old to be told as it is: it is made anew first, and meanwhile the first one goes.
  clock.now = 2000;
  const second = listener();
  const third = listener();
  const joining = Promise.all([join(second.member), join(third.member)]);
  leave();
  const leaving = await joining;
  await settled();
  garage.publish(1);
  await settled();
  expect([first.heard, second.heard, third.heard]).toEqual([[value(0)], [value(0), value(1)], [value(0), value(1)]]);
  expect([cohorts.size, garage.watching()]).toEqual([1, 1]);
  for (const go of leaving) go();
  await settled();
  expect([cohorts.size, garage.watching()]).toEqual([0, 0]);
});

test("server-sent events for a client that has left take no place", async () => {
  const garage = liveInverter("garage");
  const gone = AbortSignal.abort();
  const { cohorts, context, operations } = setUp(garage, gone);
  const places = new Places(defaultLiveLimits, new LimitHits());
  const streams = new LiveStreams({
    operations,
    cohorts,
    limits: defaultLiveLimits,
    places,
    isCurrent: () => true,
    maskErrors: () => [],
    now: () => 0,
  });
  let subscribe: ((args: object) => Promise<unknown>) | undefined;
  const setSubscribeFn = (given: typeof subscribe) => {
    subscribe = given;
  };
  await streams.plugin.onSubscribe?.({ setSubscribeFn } as never);
  const contextValue = { ...context, params: { query }, res: {} as ServerResponse };
  expect(await subscribe?.({ contextValue })).toEqual({ errors: [] });
  expect([places.counts.subscriptions, cohorts.size, garage.opened()]).toEqual([0, 0, 0]);
  streams.close();
});
