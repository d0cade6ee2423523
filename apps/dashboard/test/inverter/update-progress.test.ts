import type { UpdatePartsFragment, UpdateProgressSubscription } from "@plenticore/client";
import { expect, test } from "vitest";
import type { Newest } from "../../src/data/context.tsx";
import { newestUpdate, runs } from "../../src/inverter/update-progress.ts";

const update = (status: string): UpdatePartsFragment => ({
  lastStatus: "idle",
  progress: { status, source: "local", percent: 0, downloadPercent: 0, step: 0, steps: 0 },
});

const availability = { state: "ONLINE", code: null, reason: null, since: "", lastSeenAt: null } as const;

const feed = (status: string | null, receivedAt: number): Newest<UpdateProgressSubscription> => ({
  data: { update: { inverterId: "house", update: status === null ? null : update(status), availability, error: null } },
  receivedAt,
});

const polled = { update: update("polled"), receivedAt: Number.NEGATIVE_INFINITY };
const newest = (...feeds: Parameters<typeof newestUpdate>[1]): string =>
  newestUpdate(polled, feeds).update.progress.status;

test("of two feeds the newer word counts, in whatever order they stand", () => {
  expect(newest(feed("downloading", 1), feed("idle", 2))).toBe("idle");
  expect(newest(feed("idle", 2), feed("downloading", 1))).toBe("idle");
  expect(newest(feed("downloading", 3), feed("idle", 2))).toBe("downloading");
});

test("what was known stays until a feed tells something newer", () => {
  expect(newest(undefined, undefined)).toBe("polled");
  expect(newest(feed(null, 5), feed("downloading", 1))).toBe("downloading");
  const known = { update: update("installing"), receivedAt: 4 };
  expect(newestUpdate(known, [feed("downloading", 1), feed(null, 5)])).toBe(known);
});

test("whatever is not idle runs: no list of a device's words is known", () => {
  expect(["idle", "downloading", "något"].map((status) => runs(update(status)))).toEqual([false, true, true]);
});
