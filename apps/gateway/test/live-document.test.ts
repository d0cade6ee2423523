import { readFileSync } from "node:fs";
import { CloseCode } from "graphql-ws";
import { expect, test } from "vitest";
import { defaultFastestPaceSeconds } from "../src/config/types.ts";
import { defaultLiveLimits } from "../src/live/limits.ts";
import { closeCodes } from "../src/server/socket-client.ts";

const page = readFileSync(new URL("../../../docs/live.md", import.meta.url), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| "));

test.each(Object.entries({ ...defaultLiveLimits, fastestPaceSeconds: defaultFastestPaceSeconds }))(
  "docs/live.md tells the limit %s and its default",
  (name, value) => {
    const row = rows.find((line) => line.split("|")[1]?.includes(`\`${name}\``));
    const [, names = "", defaults = ""] = row?.split("|") ?? [];
    const place = names.split(",").findIndex((one) => one.includes(`\`${name}\``));
    expect(defaults.split(",")[place]?.trim()).toBe(String(value));
  },
);

test.each([
  ...Object.values(closeCodes),
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.Forbidden,
  CloseCode.ConnectionInitialisationTimeout,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
])("docs/live.md tells the close code %i", (code) => {
  expect(rows.filter((line) => line.startsWith(`| ${code} |`))).toHaveLength(1);
});
