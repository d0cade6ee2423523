import { readFileSync } from "node:fs";
import * as everything from "@plenticore/client";
import {
  completeData,
  createHttpClient,
  createPlenticoreClient,
  defineQuery,
  FleetOverviewDocument,
  InverterLiveDocument,
  type QueryDocument,
  RemoveInverterDocument,
  SetMinSocDocument,
  ViewerDocument,
} from "@plenticore/client";
import { expect, test } from "vitest";
import { closeAfterwards, keyLines, startRig } from "./rig.ts";

test("one dead inverter of three: the others are answered, and its error names it", async () => {
  const { url } = await startRig({ simulators: [{}, { profile: "piko-iq-g1" }], dead: 1 });
  const result = await createHttpClient({ url }).query(FleetOverviewDocument);
  if (result.kind !== "partial") throw new Error(`it is ${result.kind}`);
  const [plant] = result.data.plants;
  expect(plant?.inverters.map(({ live }) => live === null)).toEqual([false, false, true]);
  expect(plant?.live).toMatchObject({ reporting: 2, expected: 3 });
  const error = result.errors.find(({ path }) => path.at(-1) === "live");
  expect(error).toMatchObject({
    code: "UNREACHABLE_REFUSED",
    inverterId: "inverter-3",
    path: ["plants", 0, "inverters", 2, "live"],
    retryable: true,
  });
});

test("a write is read back, and a refused one is a member of the union, of its kind", async () => {
  const { url } = await startRig({ more: keyLines(["watch-0123456789", "VIEWER"], ["work-0123456789", "OPERATOR"]) });
  const [watcher, worker] = ["watch-0123456789", "work-0123456789"].map((key) => createHttpClient({ url, key }));
  const written = completeData(
    await worker!.mutate(SetMinSocDocument, { input: { inverterId: "inverter-1", minSoc: 15 } }),
  );
  expect(written.setMinSoc).toMatchObject({
    __typename: "WriteSettingsSuccess",
    modules: [{ settings: [{ outcome: "APPLIED", value: "15" }] }],
  });
  const tooMuch = completeData(
    await worker!.mutate(SetMinSocDocument, { input: { inverterId: "inverter-1", minSoc: 3 } }),
  );
  expect(tooMuch.setMinSoc).toMatchObject({ __typename: "SettingFailure", code: "OUT_OF_RANGE" });
  const forbidden = completeData(
    await watcher!.mutate(RemoveInverterDocument, { input: { inverterId: "inverter-1", confirm: "inverter-1" } }),
  );
  expect(forbidden.removeInverter).toMatchObject({
    __typename: "ForbiddenFailure",
    code: "FORBIDDEN",
    required: "ADMIN",
  });
});

test("no key and a wrong one are failures that say so, by HTTP, WebSocket and events", async () => {
  const { url } = await startRig({ more: keyLines(["watch-0123456789", "VIEWER"]) });
  for (const key of [undefined, "wrong-0123456789"]) {
    expect(await createHttpClient({ url, key }).query(ViewerDocument)).toMatchObject({
      kind: "failed",
      error: { code: "UNAUTHENTICATED", retryable: false },
    });
    for (const transport of ["websocket", "sse"] as const) {
      const client = createPlenticoreClient({ url, key, transport });
      const first = client.subscribe(InverterLiveDocument)[Symbol.asyncIterator]().next();
      await expect(first).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
      expect(client.connection.get()).toMatchObject({ status: "refused", transport });
    }
  }
});

test("where only persisted documents are answered, ids do by every transport, and a text of one's own is refused", async () => {
  const manifest = new URL(import.meta.resolve("@plenticore/client/persisted-documents.json")).pathname;
  const { url } = await startRig({ more: `persistedDocuments: { file: "${manifest}", only: true }` });
  const client = createPlenticoreClient({ url, persisted: true });
  closeAfterwards(() => client.close());
  expect(completeData(await client.query(ViewerDocument)).viewer.role).toBe("ADMIN");
  for (const transport of ["websocket", "sse"] as const) {
    const live = createPlenticoreClient({ url, persisted: true, transport });
    closeAfterwards(() => live.close());
    for await (const { kind } of live.subscribe(InverterLiveDocument)) {
      expect(kind).toBe("complete");
      break;
    }
  }
  const own = defineQuery("query Mine { viewer { role } }");
  expect(await createHttpClient({ url }).query(own)).toMatchObject({ kind: "failed", error: { code: "BAD_INPUT" } });
  expect(Object.keys(JSON.parse(readFileSync(manifest, "utf8"))).length).toBeGreaterThan(30);
});

test("the gateway takes every query of the package as it is, within its limits", async () => {
  const { url } = await startRig();
  const client = createHttpClient({ url });
  const variables: Readonly<Record<string, unknown>> = {
    ...{ plantId: "home", inverterId: "inverter-1", first: 3 },
    select: [{ moduleId: "devices:local", ids: ["Battery:MinSoc"] }],
  };
  type AnyQuery = QueryDocument<unknown, Readonly<Record<string, unknown>>>;
  const queries = Object.values(everything).filter(
    (one) => typeof one === "object" && "operation" in one && one.operation === "query",
  ) as unknown as AnyQuery[];
  expect(queries.length).toBeGreaterThan(12);
  const asked = new Map<string, string>();
  for (const query of queries) {
    const isWanted = (name: string) =>
      new RegExp(`\\$${name}: [^=),]*!|\\$first:`).test(query.text) && query.text.includes(`$${name}:`);
    const wanted = Object.fromEntries(Object.entries(variables).filter(([name]) => isWanted(name)));
    const result = await client.query(query, wanted);
    asked.set(query.name, result.kind === "partial" ? result.errors.map(({ code }) => code).join() : result.kind);
  }
  // No updatePaths are configured.
  const want = queries.map(({ name }) => [name, name === "InverterUpdate" ? "NOT_AVAILABLE" : "complete"]);
  expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(want));
});
