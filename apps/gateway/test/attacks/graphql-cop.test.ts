import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeFleet, fakeInverter, fakePlant } from "../example/fake-fleet.ts";
import { keyOf } from "../example/keys.ts";
import { serve } from "../example/serve.ts";

// The checks of graphql-cop (github.com/dolevf/graphql-cop), written anew from their description: each tells whether it
// found something. On a gateway with `auth` none may, whoever asks.

interface Asked {
  readonly method?: "GET" | "POST";
  readonly body?: string;
  readonly search?: string;
  readonly headers?: Record<string, string>;
}

interface Answered {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  /** Undefined where the answer is no JSON. */
  readonly json: unknown;
}

type Send = (asked: Asked) => Promise<Answered>;

const json = { "content-type": "application/json" };
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

const post = (send: Send, query: string): Promise<Answered> =>
  send({ method: "POST", headers: json, body: JSON.stringify({ query, operationName: "cop" }) });

const get = (send: Send, query: string): Promise<Answered> =>
  send({ method: "GET", search: `?query=${encodeURIComponent(query)}` });

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message?: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

const bodyOf = ({ json: body }: Answered): Body => (typeof body === "object" && body !== null ? body : {});
const hasData = (answered: Answered, name: string): boolean => bodyOf(answered).data?.[name] !== undefined;

/** What is done when a check is run; true: it found something. */
const checks: Record<string, (send: Send) => Promise<boolean>> = {
  "alias overloading": async (send) =>
    hasData(await post(send, `query cop { ${times(101, (index) => `alias${index}: __typename`)} }`), "alias100"),
  "array batching": async (send) => {
    const one = { query: "query cop { __typename }", operationName: "cop" };
    const { json: body } = await send({
      method: "POST",
      headers: json,
      body: JSON.stringify(Array.from({ length: 10 }, () => one)),
    });
    return Array.isArray(body) && body.length >= 10;
  },
  "directive overloading": async (send) =>
    bodyOf(await post(send, `query cop { __typename ${"@aa".repeat(10)} }`)).errors?.length === 10,
  "circular introspection": async (send) =>
    hasData(
      await post(send, `query cop { __schema { types { ${"fields { type { ".repeat(4)} name ${"} } ".repeat(4)} } } }`),
      "__schema",
    ),
  introspection: async (send) =>
    hasData(await post(send, "query cop { __schema { types { name fields { name } } } }"), "__schema"),
  "field suggestions": async (send) =>
    /did you mean/i.test((await post(send, "query cop { __schema { directive } plans viewr }")).text),
  "field duplication": async (send) =>
    hasData(await post(send, `query cop { ${"__typename ".repeat(500)} }`), "__typename"),
  "queries by GET": async (send) => hasData(await get(send, "query cop { __typename }"), "__typename"),
  "mutations by GET": async (send) => {
    const answered = await get(send, "mutation cop { __typename }");
    return hasData(answered, "__typename");
  },
  "urlencoded POST": async (send) =>
    hasData(
      await send({
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: `query=${encodeURIComponent("query cop { __typename }")}`,
      }),
      "__typename",
    ),
  "trace mode": async (send) => {
    const { errors, extensions } = bodyOf(await post(send, "query cop { __typename }"));
    const told = JSON.stringify([extensions ?? {}, (errors ?? []).map((error) => error.extensions)]);
    return /tracing|"exception"|stacktrace/i.test(told);
  },
  GraphiQL: async (send) => {
    const { text } = await send({ method: "GET", headers: { accept: "text/html" } });
    return /graphiql|playground/i.test(text);
  },
  "unhandled errors": async (send) => {
    const answers = [await post(send, "qwerty cop { abc }"), await post(send, "query cop { viewer { name(a: 1) } }")];
    return answers.some((answered) => {
      const { errors = [] } = bodyOf(answered);
      const coded = errors.length > 0 && errors.every(({ extensions }) => typeof extensions?.["code"] === "string");
      return answered.status >= 500 || !coded || /exception|stacktrace|    at /.test(answered.text);
    });
  },
};

const key = "panel-key";
let gateways: Record<"with" | "open", Awaited<ReturnType<typeof serve>>>;
beforeAll(async () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  gateways = { with: await serve(fleet, { keys: [keyOf("panel", "ADMIN")] }), open: await serve(fleet) };
});
afterAll(() => Promise.all(Object.values(gateways).map(({ gateway }) => gateway.close())));

const sendTo =
  (url: string, authorization: string | undefined): Send =>
  async ({ method = "POST", body, search = "", headers }) => {
    const response = await fetch(`${url}/graphql${search}`, {
      method,
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, mediaType: response.headers.get("content-type") ?? "", text, json: parsed(text) };
  };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe.each([
  ["with a key", `Bearer ${key}`],
  ["without a key", undefined],
  ["with a wrong key", "Bearer other-key"],
])("graphql-cop %s finds nothing on a gateway with auth", (_who, authorization) => {
  test.each(Object.entries(checks))("%s", async (_what, check) => {
    expect(await check(sendTo(gateways.with.url, authorization))).toBe(false);
  });
});

test("the checks find what is open: on a loopback address without auth these, and no others", async () => {
  const found: string[] = [];
  for (const [what, check] of Object.entries(checks))
    if (await check(sendTo(gateways.open.url, undefined))) found.push(what);
  expect(found).toEqual(["introspection", "field suggestions", "queries by GET", "GraphiQL"]);
});

test("every refusal of the audit was counted or coded", () => {
  expect(gateways.with.gateway.limitHits).toMatchObject({ rootFields: expect.any(Number) as number });
  expect(gateways.with.gateway.limitHits.rootFields).toBeGreaterThanOrEqual(2);
});
