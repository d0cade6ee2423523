import { Broadcast, type Fleet, type Inverter, type Plant } from "@plenticore/core";
import { getNamedType, isAbstractType, isObjectType } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { digestOf } from "../src/auth/api-key.ts";
import { Authenticator } from "../src/auth/authenticate.ts";
import { type Role, roles } from "../src/auth/role.ts";
import type { KeyConfig } from "../src/config/types.ts";
import { schema } from "../src/schema/index.ts";
import { post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { documentOf, everything, idPaths, rootFields } from "./example/schema-walk.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";
import { noon, token, trusting } from "./example/tokens.ts";

/** What of the hidden plants and inverters was looked at. */
const touched: string[] = [];
let watched: string[] = [];

/** To be looked at in any way is told, but for a plant's id: by that it is left out. */
const guarded = <Hidden extends Plant | Inverter>(hidden: Hidden): Hidden =>
  new Proxy(hidden, {
    get: (target, name, receiver) => {
      if (!("inverters" in target && name === "id")) touched.push(`${target.id}.${String(name)}`);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });

/** Tells each watch that is opened. */
function watchable(id: string): Inverter {
  const quiet = () => {
    watched.push(id);
    return new Broadcast<never>().subscribe();
  };
  return fakeInverter(id, {
    watchLive: quiet,
    watchProcessData: quiet,
    watchEnergy: quiet,
    watchAvailability: quiet,
    watchEvents: quiet,
    watchUpdate: quiet,
  });
}

const garage = watchable("garage");
const [barn, shed] = [guarded(watchable("barn")), guarded(watchable("shed"))];
const visible = fakePlant("home", [garage]);
const hidden = guarded(fakePlant("farm", [barn, shed]));
const plants = new Map([
  ["home", visible],
  ["farm", hidden],
]);
const inverters = new Map([
  ["garage", garage],
  ["barn", barn],
  ["shed", shed],
]);
/** As a fleet finds them: by its own maps, without looking at them. */
const fleet: Fleet = {
  ...fakeFleet([visible]),
  plants: [...plants.values()],
  inverters: [...inverters.values()],
  plant: (id) => plants.get(id),
  inverter: (id) => inverters.get(id),
};

const key = (name: string, role: Role, plants: readonly string[] | undefined): KeyConfig => ({
  name,
  role,
  digest: digestOf(`${name}-key`),
  plants: plants && new Set(plants),
});

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  const keys = roles.map((role) => key(role, role, ["home"]));
  const limits = {
    depth: 50,
    fields: 50_000,
    aliases: 50_000,
    complexity: 100_000,
    answerFields: 1_000_000,
    tokens: 50_000,
  };
  served = await serve(fleet, { keys, jwt: trusting(), now: () => noon * 1000, limits });
});
afterAll(() => served.gateway.close());
beforeEach(() => {
  touched.length = 0;
  watched = [];
});

/** Ids of the same length, so that not even the length of an answer differs. */
const pairs = [
  ["farm", "moon"],
  ["barn", "dawn"],
] as const;

const withIds = rootFields.filter((root) => idPaths(root).length > 0);
const table = withIds.flatMap((root) =>
  idPaths(root).map((path) => [`${root.kind} ${root.field.name}`, path, root] as const),
);

test("every root field takes ids or is one of those that list, test or tell who one is", () => {
  const without = rootFields.filter((root) => !withIds.includes(root)).map(({ field }) => field.name);
  expect(without.toSorted()).toEqual(["plants", "testInverter", "viewer"]);
  expect(table.length).toBeGreaterThan(25);
});

/** The ids of a plant share one name space with all others, so that a new one may be refused: by the configuration, which is in no file here. */
const refusalOf = (path: string): RegExp =>
  path === "input.id" ? /CONFIGURATION_READ_ONLY|FORBIDDEN/ : /NOT_FOUND|FORBIDDEN/;

const credentials: readonly (readonly [what: string, key: () => string | Promise<string>])[] = [
  ...roles.map((role) => [`a key that is ${role}`, () => `${role}-key`] as const),
  ["a token that is ADMIN", () => token({ role: "ADMIN" })],
];

describe.each(credentials)("to %s of another plant", (_who, credential) => {
  test.each(table)("%s: at %s hidden and missing ids are answered alike, to the byte", async (_name, path, root) => {
    for (const [hiddenId, missingId] of pairs) {
      const asked = async (id: string) => {
        const { query, variables } = documentOf(root, { [path]: id }, everything(root.field.type, 0));
        const response = await post(served.url, query, {
          variables,
          key: await credential(),
          headers: { accept: root.kind === "subscription" ? "text/event-stream" : "application/json" },
        });
        const text = (await response.text()).replaceAll(id, "the id");
        return { status: response.status, type: response.headers.get("content-type"), text };
      };
      const [one, other] = [await asked(hiddenId), await asked(missingId)];
      expect(one).toEqual(other);
      // Never for a mistake in the document, which would be the same for any id.
      expect(one.text).toMatch(path.endsWith("confirm") ? /typed again|FORBIDDEN/ : refusalOf(path));
    }
    expect(touched).toEqual([]);
    expect(watched).toEqual([]);
  });

  test("everything that can be asked for without an id holds nothing hidden", async () => {
    for (const root of rootFields.filter(
      ({ kind, field }) => kind === "query" && ["viewer", "plants", "inverters"].includes(field.name),
    )) {
      const query = `{ ${root.field.name} ${everything(root.field.type, 4)} }`;
      const text = await (await post(served.url, query, { key: await credential() })).text();
      expect(text).toContain("garage");
      expect(text).not.toMatch(/farm|barn|shed/);
    }
    expect(touched).toEqual([]);
  });

  test("the metrics tell nothing of hidden inverters", async () => {
    const response = await fetch(`${served.url}/metrics`, {
      headers: { authorization: `Bearer ${await credential()}` },
    });
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.stringContaining('inverter="garage"')]);
    expect(text).not.toMatch(/farm|barn|shed/);
    expect(touched).toEqual([]);
  });

  test("the log as a file: hidden and missing inverters are answered alike", async () => {
    const asked = async (id: string) => {
      const response = await fetch(`${served.url}/inverters/${id}/logdata.tsv`, {
        headers: { authorization: `Bearer ${await credential()}` },
      });
      const { date: _date, ...headers } = Object.fromEntries(response.headers);
      return { status: response.status, headers, text: (await response.text()).replaceAll(id, "the id") };
    };
    for (const [hiddenId, missingId] of pairs) expect(await asked(hiddenId)).toEqual(await asked(missingId));
    expect(await asked("barn")).toMatchObject({ status: 404 });
    expect(touched).toEqual([]);
  });
});

const subscriptions = table.filter(([, path, { kind }]) => kind === "subscription" && path !== "id");

describe.each(transports)("over %s", (_transport, subscribe) => {
  test.each(subscriptions)("%s with %s", async (_name, path, root) => {
    const selection = `{ ${root.field.name === "plantLive" ? "plantId" : "inverterId"} }`;
    const refusedOf = async (id: string) => {
      const { query, variables } = documentOf(root, { [path]: id }, selection);
      const live = subscribe(served.url, query, { variables, key: "ADMIN-key" });
      await live.received(1);
      return JSON.stringify(live.results).replaceAll(id, "the id");
    };
    const [one, other] = [await refusedOf("barn"), await refusedOf("dawn")];
    expect(one).toBe(other);
    expect(one).toContain("NOT_FOUND");
    expect([touched, watched]).toEqual([[], []]);
  });

  test("a subscription without ids watches what may be seen and nothing else", async () => {
    const all = rootFields.filter(
      ({ kind, field }) => kind === "subscription" && field.args.some(({ name }) => name === "ids"),
    );
    expect(all.map(({ field }) => field.name)).toEqual([
      "inverterLive",
      "inverterEnergy",
      "availability",
      "deviceEvents",
    ]);
    for (const root of all) {
      watched = [];
      const { query, variables } = documentOf(root, {}, "{ inverterId }");
      const live = subscribe(served.url, query, { variables, key: "ADMIN-key" });
      while (watched.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(watched).toEqual(["garage"]);
      await live.stop();
    }
    expect(touched).toEqual([]);
  });
});

test("nothing that many share tells who asks", () => {
  const reached = new Set<string>();
  const follow = (name: string): void => {
    const type = schema.getType(name);
    if (type === undefined || reached.has(name)) return;
    reached.add(name);
    if (isAbstractType(type)) for (const one of schema.getPossibleTypes(type)) follow(one.name);
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) follow(getNamedType(field.type).name);
  };
  follow("Subscription");
  expect(reached.has("InverterLive")).toBe(true);
  expect(reached.has("Viewer")).toBe(false);
});

test("viewers have the same authority if and only if they have the same role, plants and right to write", () => {
  const choices = [undefined, [], ["a"], ["b"], ["a", "b"], ["b", "a"], ["a,b"], ['a","b'], ["null"]];
  const log = { info: () => undefined, warn: () => undefined };
  const viewers = [true, false].flatMap((readOnly) => {
    const keys = roles.flatMap((role) => choices.map((own, index) => key(`${role}-${index}`, role, own)));
    const admission = { keys, jwt: undefined, readOnly };
    const authenticator = new Authenticator({ fleet, admission, now: () => 0, log });
    return keys.map(({ name, role, plants: own }) => {
      const viewer = authenticator.authenticate(`Bearer ${name}-key`);
      if (viewer instanceof Promise) throw new Error("a key was not known at once");
      return { viewer, rights: JSON.stringify([readOnly, role, own ? [...own].toSorted() : "all"]) };
    });
  });
  for (const one of viewers) {
    for (const other of viewers) {
      const same = one.rights === other.rights;
      expect([one.rights, other.rights, one.viewer.authority === other.viewer.authority]).toEqual([
        one.rights,
        other.rights,
        same,
      ]);
    }
  }
});
