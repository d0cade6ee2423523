import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeFleet } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fakeFleet([]));
});
afterAll(() => served.gateway.close());

// The audits of the GraphQL-over-HTTP specification (npm graphql-http).
describe("graphql-http", () => {
  const audits = serverAudits({ url: () => `${served.url}/graphql`, fetchFn: fetch });

  test("has audits", () => {
    expect(audits.length).toBeGreaterThan(50);
  });

  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s %s", async (_id, _name, audit) => {
    const result = await audit.fn();
    const verdict = result.status === "ok" ? "ok" : `${result.status}: ${result.reason}`;
    expect(verdict).toMatch(/^(ok$|notice: )/);
  });
});
