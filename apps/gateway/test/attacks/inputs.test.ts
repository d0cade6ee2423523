import { errorTable } from "@plenticore/core";
import { expect, test } from "vitest";
import { password, startExample } from "../example/app.ts";
import { ask } from "../example/ask.ts";
import { transports } from "../example/subscribe.ts";

/** What may lead elsewhere when it becomes a part of a path, a header or an object's key. */
const evil = [
  "devices:local/../../auth/logout",
  "..",
  "../auth/me",
  "devices:local?x=1",
  "devices:local#x",
  "%2e%2e%2fauth%2flogout",
  "devices:local\r\nX-Evil: 1",
  "devices:local,scb:network",
  "\u0000",
  "__proto__",
  "constructor",
  "toString",
  "",
  "x".repeat(10_000),
];

const reads = `query ($module: String!, $id: String!) { inverters {
  whole: processData(select: [{ moduleId: $module }]) { moduleId values { id code } }
  some: processData(select: [{ moduleId: "devices:local", ids: [$id] }]) { moduleId values { id code } }
  both: processData(select: [{ moduleId: $module, ids: [$id] }]) { moduleId values { id code } }
  settings(select: [{ moduleId: $module, ids: [$id] }, { moduleId: "devices:local", ids: [$id] }]) { settings { id code } }
  settingDescriptions(moduleIds: [$module]) { moduleId }
} }`;

const writes = `mutation ($module: String!, $id: String!) {
  writeSettings(input: { inverterId: "inverter-1", modules: [{ moduleId: $module, settings: [{ id: $id, value: $id }] }, { moduleId: "devices:local", settings: [{ id: $id, value: "1" }] }] }) { __typename ... on Failure { code } }
}`;

test("ids that are paths, headers or JavaScript's own names lead nowhere else on the inverter", {
  timeout: 120_000,
}, async () => {
  await using app = await startExample({
    simulators: [{ profile: "plenticore-plus-g1" }, { profile: "plenticore-g2" }],
    warm: true,
  });
  for (const module of evil) {
    for (const id of [module, "Home_P"]) {
      const { errors = [] } = await ask(app.url, reads, { variables: { module, id } });
      for (const { extensions } of errors) expect(Object.keys(errorTable)).toContain(extensions?.["code"]);
      const { data } = await ask(app.url, writes, { variables: { module, id } });
      expect(data).toMatchObject({ writeSettings: { code: expect.any(String) as string } });
    }
    const unknown = await ask(
      app.url,
      "query ($id: ID!) { node(id: $id) { id } inverter(id: $id) { id } plant(id: $id) { id } }",
      { variables: { id: module } },
    );
    expect(unknown.errors?.map(({ extensions }) => extensions?.["code"])).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
  }
  for (const simulator of app.simulators) {
    expect(simulator.stats()).toMatchObject({ unknownRequests: 0, logouts: 0, logins: 0 });
  }
  expect(await ask(app.url, "{ inverters { live(maxAge: 0) { stale } } }")).toEqual({
    data: { inverters: [{ live: { stale: false } }, { live: { stale: false } }] },
  });
});

test("no error, no audit line and no log tells a password that was sent, or a session", async () => {
  const secrets = ["guess-by-testInverter", "new-by-setPassword", "in-a-url"];
  await using app = await startExample({ simulators: [{}], warm: true });
  const url = app.simulators[0]?.url;
  const told: unknown[] = [];
  for (const mutation of [
    `testInverter(input: { url: "${url}", password: "${secrets[0]}" }) { __typename ... on Failure { code message } }`,
    `testInverter(input: { url: "http://user:${secrets[2]}@127.0.0.1:1", password: "${secrets[0]}" }) { __typename ... on Failure { code message } }`,
    `addInverter(input: { plantId: "home", id: "new", name: "New", connection: { url: "${url}", password: "${secrets[0]}" } }) { __typename ... on Failure { code message } }`,
    `setDevicePassword(input: { inverterId: "inverter-1", newPassword: "${secrets[1]}" }) { __typename ... on Failure { code message } }`,
    `testInverter(input: { url: 7, password: "${secrets[0]}" }) { __typename }`,
    `testInverter(input: { passwort: "${secrets[0]}" }) { __typename }`,
  ]) {
    told.push(await ask(app.url, `mutation { ${mutation} }`));
  }
  const variables = { input: { url: { password: secrets[0] }, password: secrets[0] } };
  told.push(
    await ask(app.url, "mutation ($input: InverterConnectionInput!) { testInverter(input: $input) { __typename } }", {
      variables,
    }),
  );
  const everything = `${JSON.stringify(told)} ${app.log()}`;
  for (const secret of [password, ...secrets]) expect(everything).not.toContain(secret);
});

test.each(transports)(
  "who wishes for values a thousand times a second over %s gets the floor's pace",
  async (_name, subscribe) => {
    await using app = await startExample({ simulators: [{}], warm: true });
    for (const every of [0, 0.001]) {
      const one = subscribe(app.url, `subscription { inverterLive(every: ${every}) { every } }`);
      await one.received(1);
      expect(one.results[0]?.data).toEqual({ inverterLive: { every: 1 } });
      await one.stop();
    }
  },
);
