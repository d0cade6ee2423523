import { createHash } from "node:crypto";
import { type Fleet, PlenticoreError } from "@plenticore/core";
import { describe, expect, test } from "vitest";
import type { KeyConfig } from "../src/config/types.ts";
import { changingFleet, fakeFleet, fakePlant } from "./example/fake-fleet.ts";
import { type LiveInverter, liveInverter } from "./example/live-inverter.ts";
import { serve } from "./example/serve.ts";
import { type Outcome, transports } from "./example/subscribe.ts";
import { until } from "./example/until.ts";

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

describe.each(transports)("over %s", (name, subscribe) => {
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
    await until(() => garage.watching() + barn.watching() === 0);
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

  test("an inverter that comes to another plant is told to those who may see it now, and to no others", async () => {
    const garage = liveInverter("garage");
    const barn = liveInverter("barn");
    const { fleet, change } = changingFleet([
      fakePlant("home", [garage.inverter, barn.inverter]),
      fakePlant("farm", []),
    ]);
    const keys = [key("owner", "ADMIN", ["home"]), key("farmer", "ADMIN", ["farm"])];
    await using served = await serve(fleet, { keys });
    const owner = subscribe(served.url, all, { key: "owner-key" });
    const farmer = subscribe(served.url, all, { key: "farmer-key" });
    await owner.received(2);
    await until(() => served.gateway.live.subscriptions === 2);
    change([fakePlant("home", [garage.inverter]), fakePlant("farm", [barn.inverter])]);
    await farmer.received(1);
    // One who comes now shares with the owner, and hears of what is left only.
    const late = subscribe(served.url, all, { key: "owner-key" });
    await late.received(1);
    barn.publish(5);
    await farmer.received(2);
    garage.publish(6);
    await Promise.all([owner.received(3), late.received(2)]);
    expect(owner.results.slice(2).map((result) => [update(result)?.inverterId, home(result)])).toEqual([["garage", 6]]);
    expect(late.results.map((result) => [update(result)?.inverterId, home(result)])).toEqual([
      ["garage", 0],
      ["garage", 6],
    ]);
    expect(farmer.results.map((result) => [update(result)?.inverterId, home(result)])).toEqual([
      ["barn", 0],
      ["barn", 5],
    ]);
    await Promise.all([owner, farmer, late].map((live) => live.stop()));
  });

  test.each([
    ["is revoked", []],
    ["may see other plants", [key("panel", "ADMIN", ["farm"])]],
    ["has another role", [key("panel", "VIEWER")]],
    ["has another secret", [{ ...key("panel", "ADMIN"), digest: createHash("sha256").update("new").digest() }]],
  ])("a key that %s ends its streams, and no other's", async (_what, panels) => {
    const { garage, fleet } = house();
    const keys = [key("owner", "ADMIN"), key("panel", "ADMIN")];
    await using served = await serve(fleet, { keys });
    const owner = subscribe(served.url, one, { variables: { ids: ["garage"] }, key: "owner-key" });
    const panel = subscribe(served.url, one, { variables: { ids: ["garage"] }, key: "panel-key" });
    await Promise.all([owner.received(1), panel.received(1)]);
    served.gateway.reconfigure({ ...served.config, keys: [...keys.slice(0, 1), ...panels] });
    const end = await panel.completed.catch((reason: unknown) => reason);
    if (name === "WebSocket") expect(end).toMatchObject({ code: 4403, reason: "the key was changed or revoked" });
    else expect(end).toBeUndefined();
    garage.publish(3);
    await owner.received(2);
    expect(panel.results).toHaveLength(1);
    await owner.stop();
  });

  test("a pace that is none is an error, and keeps no place", async () => {
    const barn = liveInverter("barn");
    const fussy = liveInverter("garage", {
      watchLive: () => {
        throw new PlenticoreError("BAD_INPUT", "a pace must be a number of at least 0");
      },
    });
    await using served = await serve(fakeFleet([fakePlant("home", [barn.inverter, fussy.inverter])]));
    const refused = subscribe(served.url, "subscription { inverterLive(every: 1e306) { inverterId } }");
    await refused.received(1);
    await refused.completed;
    expect(refused.results).toMatchObject([{ errors: [{ extensions: { code: "BAD_INPUT" } }] }]);
    await until(() => served.gateway.live.subscriptions === 0);
    expect(barn.watching()).toBe(0);
  });

  test("subscriptions are ended properly when the gateway closes", async () => {
    const { fleet } = house();
    const served = await serve(fleet);
    const live = subscribe(served.url, all);
    await live.received(2);
    await served.gateway.drain();
    await expect(live.completed).resolves.toBeUndefined();
    await served.gateway.close();
  });
});
