import { Client, cacheExchange, type OperationResult } from "@urql/core";
import { expect, test } from "vitest";
import {
  createPlenticoreClient,
  FleetOverviewDocument,
  InverterLiveDocument,
  PlantPowerFlowDocument,
  SetMinSocDocument,
} from "../src/index.ts";
import { plenticoreExchange } from "../src/urql.ts";
import { answer, fakeWorld, settled } from "./fake-world.ts";

function scene({ persisted = false } = {}) {
  const world = fakeWorld();
  const client = createPlenticoreClient({ url: "http://gateway", persisted, runtime: world.runtime });
  const urql = new Client({
    url: "/graphql",
    preferGetMethod: false,
    exchanges: [cacheExchange, plenticoreExchange(client)],
  });
  return { ...world, client, urql };
}

test("a query sends the package's own text or id, and its parts that failed are GraphQL errors with their codes", async () => {
  for (const persisted of [false, true]) {
    const { urql, requests } = scene({ persisted });
    const asked = urql.query(PlantPowerFlowDocument, { plantId: "home" }).toPromise();
    await settled();
    const { text, documentId } = PlantPowerFlowDocument;
    expect(requests[0]!.body).toEqual({
      ...(persisted ? { documentId } : { query: text }),
      variables: { plantId: "home" },
    });
    const extensions = {
      code: "UNREACHABLE_TIMEOUT",
      inverterId: "barn",
      retryable: true,
      retryAfterMs: null,
      traceId: null,
    };
    requests[0]!.answer(
      answer({ data: { plant: null }, errors: [{ message: "no answer", path: ["plant"], extensions }] }),
    );
    const { data, error } = await asked;
    expect(data).toEqual({ plant: null });
    expect(error?.graphQLErrors[0]).toMatchObject({ message: "no answer", path: ["plant"], extensions });
  }
});

test("a whole answer has no error, not even an empty one", async () => {
  const { urql, requests } = scene();
  const asked = urql.query(PlantPowerFlowDocument, { plantId: "home" }).toPromise();
  await settled();
  requests[0]!.answer(answer({ data: { plant: null } }));
  expect((await asked).error).toBeUndefined();
});

test("a mistake of the caller's is told, and nothing hangs", async () => {
  const { urql, requests } = scene({ persisted: true });
  const { error } = await urql.query("query Own { viewer { name } }", {}).toPromise();
  expect(error?.message).toContain("not among the persisted documents");
  expect(requests).toEqual([]);
});

test("a request without answer is a network error with the client's own failure, a refusal is told by its code", async () => {
  const { urql, requests } = scene();
  const asked = urql.query(FleetOverviewDocument, {}).toPromise();
  await settled();
  requests[0]!.fail(new TypeError("fetch failed"));
  expect((await asked).error?.networkError).toMatchObject({ name: "GatewayError", code: "GATEWAY_UNREACHABLE" });
  const written = urql.mutation(SetMinSocDocument, { input: { inverterId: "garage", minSoc: 10 } }).toPromise();
  await settled();
  requests[1]!.answer(
    answer({ errors: [{ message: "send a key", extensions: { code: "UNAUTHENTICATED" } }] }, { status: 401 }),
  );
  expect((await written).error?.graphQLErrors[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
});

test("a subscription brings each value, an error with the value that has it only, and ends with who watches", async () => {
  const { urql, sockets, client } = scene();
  const results: OperationResult[] = [];
  const watching = urql.subscription(InverterLiveDocument, { every: 1 }).subscribe((result) => results.push(result));
  await settled();
  sockets[0]!.open();
  sockets[0]!.say({ type: "connection_ack" });
  await settled();
  const [id] = sockets[0]!.running;
  const data = { inverterLive: { inverterId: "garage", live: null } };
  sockets[0]!.say({
    type: "next",
    id,
    payload: { data, errors: [{ message: "mistake", path: ["inverterLive", "live"] }] },
  });
  sockets[0]!.say({ type: "next", id, payload: { data } });
  await settled();
  expect(results.map(({ error }) => error?.message)).toEqual(["[GraphQL] mistake", undefined]);
  watching.unsubscribe();
  await settled();
  expect(sockets[0]!.sent.at(-1)).toEqual({ type: "complete", id });
  client.close();
});

test("documents of other makers are sent as their text", async () => {
  const { urql, requests } = scene();
  void urql.query("query Mine { viewer { name } }", {}).toPromise();
  await settled();
  expect(String(requests[0]!.body["query"]).replaceAll(/\s+/g, " ")).toContain("query Mine { viewer { name");
});
