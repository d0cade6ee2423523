import { type AddressInfo, createServer } from "node:net";
import { type InverterConfig, Secret } from "@plenticore/core";
import type { SimulatorOptions } from "@plenticore/simulator";
import { expect, test } from "vitest";
import { password, startExample } from "./example/app.ts";
import { ask, type GraphQLAnswer } from "./example/ask.ts";
import { limitsInHand } from "./example/limits-in-hand.ts";
import { until } from "./example/until.ts";

const query = "{ inverters { id availability { state code } version { swVersion } live { power { solar } } } }";

const inverterAt = (url: string): InverterConfig => ({
  id: "other",
  name: "Other",
  url,
  credentials: { user: "user", password: new Secret(password) },
});

interface Answered {
  readonly id: string;
  readonly availability: { readonly state: string; readonly code: string | null };
  readonly live: unknown;
}

const invertersOf = ({ data }: GraphQLAnswer): Answered[] => data?.["inverters"] as Answered[];

/** The second of two inverters fails with the code at its paths; the first is answered. */
function expectFailure(answer: GraphQLAnswer, code: string, state: string): void {
  const [first, second] = invertersOf(answer);
  expect(first).toMatchObject({ availability: { state: "ONLINE", code: null }, live: { power: {} } });
  expect(second).toMatchObject({ availability: { state, code }, live: null });
  expect(answer.errors).not.toHaveLength(0);
  for (const { path, extensions } of answer.errors ?? []) {
    expect(path?.slice(0, 2)).toEqual(["inverters", 1]);
    expect(extensions).toMatchObject({ code, inverterId: second?.id });
  }
  expect(answer.errors?.map(({ path }) => path?.at(-1))).toContain("live");
}

const faults: [what: string, simulator: SimulatorOptions, code: string, state: string][] = [
  ["a wrong password", { password: "another" }, "WRONG_PASSWORD", "UNAUTHORIZED"],
  ["a locked account", { fault: { kind: "locked" } }, "USER_LOCKED", "LOCKED"],
  [
    "a server that does not know the password",
    { fault: { kind: "signature" } },
    "SERVER_SIGNATURE_MISMATCH",
    "UNAUTHORIZED",
  ],
  ["HTML", { fault: { kind: "html" } }, "BAD_ANSWER", "OFFLINE"],
  ["a body without end", { fault: { kind: "huge", bytes: 2 ** 30 } }, "ANSWER_TOO_LARGE", "OFFLINE"],
  ["nothing at all", { fault: { kind: "nothing" } }, "UNREACHABLE_RESET", "OFFLINE"],
  ["a redirect", { fault: { kind: "redirect", location: "http://127.0.0.1:9/" } }, "BAD_ANSWER", "OFFLINE"],
];

test.each(faults)(
  "%s: null and a coded error at its path, the other inverter is answered",
  async (_what, simulator, code, state) => {
    await using app = await startExample({ simulators: [{}, simulator] });
    expectFailure(await ask(app.url, query), code, state);
  },
);

test("nobody listens there", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await using app = await startExample({ simulators: [{}], others: [inverterAt(`http://127.0.0.1:${port}`)] });
  expectFailure(await ask(app.url, query), "UNREACHABLE_REFUSED", "OFFLINE");
});

test("a connection on which nothing is ever said costs a first query at most 3 s, and a second one nothing", async () => {
  const limits = limitsInHand("inverter-2");
  const simulators: SimulatorOptions[] = [{}, { fault: { kind: "offline", how: "hang" } }];
  await using app = await startExample({ simulators, fleet: limits.fleet });
  const first = ask(app.url, query);
  await until(() => limits.waitingMs().length > 0);
  expect(limits.waitingMs()).toEqual([3000]);
  limits.pass();
  expectFailure(await first, "UNREACHABLE_TIMEOUT", "OFFLINE");
  // From here on no time passes: who waited for the inverter would wait for ever.
  expectFailure(await ask(app.url, query), "UNREACHABLE_TIMEOUT", "OFFLINE");
});

test("an inverter that is disabled is not spoken to", async () => {
  await using app = await startExample({
    simulators: [{}, {}],
    configure: (id) => (id === "inverter-2" ? { disabled: true } : {}),
  });
  const answer = await ask(app.url, query);
  expect(invertersOf(answer)[1]).toMatchObject({ availability: { state: "DISABLED" }, live: null });
  expect(answer.errors?.map(({ extensions }) => extensions?.["code"])).toEqual(["DISCONNECTED", "DISCONNECTED"]);
  expect(app.simulators[1]?.stats().requests).toEqual({});
});

test("no secret is in any answer or log line, whatever fails", async () => {
  const secrets = {
    password: "grep-me-password",
    masterKey: "grep-me-master-key",
    serviceCode: "grep-me-service-code",
  };
  await using app = await startExample({
    simulators: [...faults.map(([, simulator]) => simulator), {}],
    configure: (id) => ({
      credentials:
        id === "inverter-8"
          ? { user: "master", masterKey: new Secret(secrets.masterKey), serviceCode: new Secret(secrets.serviceCode) }
          : { user: "user", password: new Secret(secrets.password) },
    }),
  });
  const answer = JSON.stringify(await ask(app.url, query));
  expect(answer).toContain("WRONG_PASSWORD");
  for (const text of [answer, app.log()]) {
    for (const secret of Object.values(secrets)) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("base64").replace(/=+$/, ""));
    }
    expect(text).not.toMatch(/\bSession [0-9a-f]{8}/);
  }
});
