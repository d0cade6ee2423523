import { expect, test } from "vitest";
import { leaseEndWatch } from "../../src/settings/lease-end.ts";

const until = "2026-06-21T11:00:00.000Z";
const end = Date.parse(until);

test("it is asked once the end is over by a moment, then less and less often while limits are still told", () => {
  const isDue = leaseEndWatch(until);
  const asked = Array.from({ length: 200 }, (_, second) => second - 10).filter((second) =>
    isDue(end + second * 1000, 500_000 + second * 1000),
  );
  expect(asked).toEqual([2, 7, 17, 37, 77, 137]);
});

test("another end is another watch", () => {
  const [first, second] = [leaseEndWatch(until), leaseEndWatch("2026-06-21T11:00:10Z")];
  expect([first(end + 5000, 0), first(end + 6000, 1000), second(end + 6000, 1000), second(end + 12_000, 7000)]).toEqual(
    [true, false, false, true],
  );
});
