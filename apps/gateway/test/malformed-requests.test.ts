import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { acknowledged } from "./example/raw-clients.ts";
import { serve } from "./example/serve.ts";
import { until } from "./example/until.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const query = "{ viewer { name } }";
const two = "query A { viewer { name } } query B { viewer { name } }";

const missing = 'query is missing: send { "query": "{ inverters { id } }" } with the document that you ask for';
const notOne = "operationName is not the name of an operation of the document";
const several = "the document holds several operations: send the operationName of one";

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet);
});
afterAll(() => served.gateway.close());

const error = (message: string) => ({
  errors: [{ message, extensions: { code: "BAD_INPUT", inverterId: null, retryable: false, retryAfterMs: null } }],
});

describe("a request that is no GraphQL request is 400, coded, and tells what to do", () => {
  const mistakes: [body: unknown, message: string][] = [
    [{}, missing],
    [{ query: null }, missing],
    [{ query: "" }, missing],
    [{ query: 5 }, "query must be a text"],
    [{ query, variables: [] }, "variables must be an object"],
    [{ query, extensions: "x" }, "extensions must be an object"],
    [{ query, operationName: 5 }, "operationName must be a text"],
    [{ query, documentId: 5 }, "documentId must be a text"],
    [{ query, operationName: "Nope" }, notOne],
    [{ query, operationName: "" }, notOne],
    [{ query: two }, several],
    [{ query: two, operationName: "C" }, notOne],
    [
      { query, varables: { id: "garage" } },
      "a request holds query, operationName, variables, extensions, documentId, and nothing else",
    ],
  ];
  const post = (body: unknown, accept: string) =>
    fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify(body),
    });

  test.each(mistakes)("%j", async (body, message) => {
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const response = await post(body, accept);
      expect(await response.json()).toEqual(error(message));
      expect(response.status).toBe(400);
    }
    const stream = await post(body, "text/event-stream");
    expect(stream.status).toBe(400);
    expect(await stream.text()).toContain(`data: ${JSON.stringify(error(message))}`);
  });

  test.each([
    ["", "the body is empty"],
    ["nonsense", "the body is not valid JSON"],
    ['{"query":', "the body is not valid JSON"],
  ])("POST of %j", async (body, what) => {
    const message = `${what}: send JSON like {"query": "{ inverters { id } }"}`;
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const headers = { "content-type": "application/json", accept };
      const response = await fetch(`${served.url}/graphql`, { method: "POST", headers, body });
      expect(await response.json()).toEqual(error(message));
      expect(response.status).toBe(400);
    }
  });

  test.each([
    ["", missing],
    ["?query=", missing],
    ["?variables={}", missing],
    [`?query=${query}&operationName=Nope`, notOne],
    [`?query=${two}`, several],
  ])("GET /graphql%s", async (search, message) => {
    const response = await fetch(`${served.url}/graphql${search}`);
    expect(await response.json()).toEqual(error(message));
    expect(response.status).toBe(400);
  });
});

test("over a WebSocket the same is told", async () => {
  const { socket, messages } = await acknowledged(served.url);
  const asked: [payload: object, message: string][] = [
    [{ query: "" }, missing],
    [{ query, operationName: "Nope" }, notOne],
    [{ query: two }, several],
  ];
  for (const [index, [payload, message]] of asked.entries()) {
    socket.send(JSON.stringify({ id: String(index), type: "subscribe", payload }));
    await until(() => messages.length > index + 1);
    expect(messages.at(-1)).toEqual({ id: String(index), type: "error", payload: error(message).errors });
  }
  socket.terminate();
});
