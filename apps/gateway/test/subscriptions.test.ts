import { createHash } from "node:crypto";
import type { Fleet } from "@plenticore/core";
import { describe, expect, test } from "vitest";
import type { KeyConfig } from "../src/config/types.ts";
import { fakeFleet, fakePlant } from "./example/fake-fleet.ts";
import { type LiveInverter, liveInverter } from "./example/live-inverter.ts";
import { serve } from "./example/serve.ts";
import { type Outcome, transports } from "./example/subscribe.ts";

const all = "subscription { inverterLive(every: 1) { inverterId every live { power { home } } error { code } } }";
const one = "subscription ($ids: [ID!]) { inverterLive(ids: $ids) { inverterId live { power { home } } } }";

const key = (name: string, role: KeyConfig["role"], plants?: readonly string[]): KeyConfig => ({
  name,
  role,
  digest: createHash("sha256").update(`${name}-key`).digest(),
  plants: plants && new Set(plants),
});

const update = (result: Outcome | undefined) =>
  result?.data?.["inverterLive"] as { inverterId: string; live: { power: { home: number } } } | undefined;

const home = (result: Outcome | undefined): number | undefined => update(result)?.live.power.home;

interface House {
  readonly garage: LiveInverter;
  readonly barn: LiveInverter;
  readonly fleet: Fleet;
}

function house(): House {
  const garage = liveInverter("garage");
  const barn = liveInverter("barn");
  const fleet = fakeFleet([fakePlant("home", [garage.inverter]), fakePlant("farm", [barn.inverter])]);
  return { garage, barn, fleet };
}

describe.each(transports)("over %s", (_name, subscribe) => {
  test("the first value comes at once, then each new one; one event an inverter", async () => {
    const { garage, barn, fleet } = house();
    await using served = await serve(fleet);
    const live = subscribe(served.url, all);
    await live.received(2);
    expect(live.results.map((result) => [update(result)?.inverterId, home(result)])).toEqual([
      ["garage", 0],
      ["barn", 0],
    ]);
    barn.publish(5);
    await live.received(3);
    expect(live.results[2]).toEqual({
      data: { inverterLive: { inverterId: "barn", every: 1, live: { power: { home: 5 } }, error: null } },
    });
    await live.stop();
    while (garage.watching() + barn.watching() > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(served.gateway.live.subscriptions).toBe(0);
  });

  test("who has the same operation, variables and rights is served by one execution; in whatever order variables stand", async () => {
    const { garage, fleet } = house();
    await using served = await serve(fleet);
    const many = Array.from({ length: 5 }, () => subscribe(served.url, one, { variables: { ids: ["garage"] } }));
    await Promise.all(many.map((live) => live.received(1)));
    garage.publish(7);
    await Promise.all(many.map((live) => live.received(2)));
    expect(many.map(({ results }) => results.map(home))).toEqual(many.map(() => [0, 7]));
    expect(garage.opened()).toBeLessThan(5);
    expect(garage.watching()).toBe(1);
    await Promise.all(many.map((live) => live.stop()));
  });

  test("two keys with different rights and the same document: neither gets the other's events", async () => {
    const { garage, barn, fleet } = house();
    const keys = [key("owner", "ADMIN", ["home"]), key("farmer", "ADMIN", ["farm"])];
    await using served = await serve(fleet, { keys });
    const owner = subscribe(served.url, all, { key: "owner-key" });
    const farmer = subscribe(served.url, all, { key: "farmer-key" });
    await Promise.all([owner.received(1), farmer.received(1)]);
    for (let value = 1; value <= 20; value++) {
      garage.publish(value);
      barn.publish(1000 + value);
      await Promise.all([owner.received(value + 1), farmer.received(value + 1)]);
    }
    expect(new Set(owner.results.map((result) => update(result)?.inverterId))).toEqual(new Set(["garage"]));
    expect(new Set(farmer.results.map((result) => update(result)?.inverterId))).toEqual(new Set(["barn"]));
    expect(owner.results.map(home)).toEqual(Array.from({ length: 21 }, (_, value) => value));
    await Promise.all([owner.stop(), farmer.stop()]);
  });

  test("an inverter that may not be seen is as one that does not exist, and both are coded", async () => {
    const { fleet } = house();
    await using served = await serve(fleet, { keys: [key("owner", "ADMIN", ["home"])] });
    const refused = async (ids: string[]): Promise<Outcome | undefined> => {
      const live = subscribe(served.url, one, { variables: { ids }, key: "owner-key" });
      await live.received(1);
      await live.completed;
      return live.results[0];
    };
    const hidden = await refused(["barn"]);
    expect(hidden).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND", retryable: false } }] });
    expect(JSON.stringify(hidden).replaceAll("barn", "none")).toBe(JSON.stringify(await refused(["none"])));
  });

  test("a key that is revoked ends its streams, and no other's", async () => {
    const { garage, fleet } = house();
    const keys = [key("owner", "ADMIN"), key("panel", "ADMIN")];
    await using served = await serve(fleet, { keys });
    const owner = subscribe(served.url, one, { variables: { ids: ["garage"] }, key: "owner-key" });
    const panel = subscribe(served.url, one, { variables: { ids: ["garage"] }, key: "panel-key" });
    await Promise.all([owner.received(1), panel.received(1)]);
    served.gateway.reconfigure({ ...served.config, keys: keys.slice(0, 1) });
    await panel.completed.catch((reason: unknown) => expect(reason).toMatchObject({ code: 4403 }));
    garage.publish(3);
    await owner.received(2);
    expect(panel.results).toHaveLength(1);
    await owner.stop();
  });

  test("subscriptions are ended properly when the gateway closes", async () => {
    const { fleet } = house();
    const served = await serve(fleet);
    const live = subscribe(served.url, all);
    await live.received(2);
    await served.gateway.drain();
    await live.completed;
    await served.gateway.close();
  });
});
