import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { applyOverlay, type Json, readDocument, SpecificationError } from "../../src/index.ts";

function apply(document: Json, ...actions: Json[]): Json {
  return applyOverlay(document, {
    name: "fix.yaml",
    document: { overlay: "1.0.0", info: { title: "Fix", version: "1" }, actions },
  });
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SpecificationError) return error.message;
    throw error;
  }
  return "nothing refused";
}

describe("an overlay", () => {
  test.each<[string, Json, Json[], Json]>([
    ["merges objects", { a: { b: 1, c: 2 } }, [{ target: "$.a", update: { b: 3, d: 4 } }], { a: { b: 3, c: 2, d: 4 } }],
    [
      "merges deep",
      { a: { b: { c: 1 } } },
      [{ target: "$", update: { a: { b: { d: 2 } } } }],
      { a: { b: { c: 1, d: 2 } } },
    ],
    ["lengthens lists", { a: { b: [1] } }, [{ target: "$.a", update: { b: [2] } }], { a: { b: [1, 2] } }],
    ["adds to a list that is the target", { a: [1] }, [{ target: "$.a", update: { x: 1 } }], { a: [1, { x: 1 }] }],
    [
      "replaces where the kinds differ",
      { a: { b: "text" } },
      [{ target: "$.a", update: { b: { c: 1 } } }],
      { a: { b: { c: 1 } } },
    ],
    [
      "changes every match",
      { a: { x: {} }, b: { x: {} } },
      [{ target: "$.*.x", update: { y: 1 } }],
      { a: { x: { y: 1 } }, b: { x: { y: 1 } } },
    ],
    ["removes fields", { a: { b: 1, c: 2 } }, [{ target: "$.a.b", remove: true }], { a: { c: 2 } }],
    ["removes several items of a list", { a: [1, 2, 3, 4] }, [{ target: "$.a[?@ > 1]", remove: true }], { a: [1] }],
    ["removes what lies in what is removed", { a: { b: { c: 1 } } }, [{ target: "$..*", remove: true }], {}],
    ["removes rather than updates", { a: { b: {} } }, [{ target: "$.a.b", remove: true, update: { c: 1 } }], { a: {} }],
    [
      "goes on with what the action before made",
      { a: {} },
      [
        { target: "$.a", update: { b: {} } },
        { target: "$.a.b", update: { c: 1 } },
      ],
      { a: { b: { c: 1 } } },
    ],
    [
      "finds by a filter",
      { p: [{ id: 1 }, { id: 2 }] },
      [{ target: "$.p[?@.id == 2]", update: { x: 1 } }],
      { p: [{ id: 1 }, { id: 2, x: 1 }] },
    ],
  ])("%s", (_, given, actions, want) => {
    const before = structuredClone(given);
    expect(apply(given, ...actions)).toEqual(want);
    expect(given).toEqual(before);
  });

  test("sets a field named __proto__ and leaves prototypes alone", () => {
    const update = JSON.parse('{"__proto__": {"polluted": true}}') as Json;
    const result = apply({ a: {} }, { target: "$.a", update });
    expect(JSON.stringify(result)).toBe('{"a":{"__proto__":{"polluted":true}}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test.each<[string, Json, string]>([
    [
      "a target that matches nothing",
      { target: "$.nowhere", update: {} },
      "fix.yaml #/actions/0/target: $.nowhere: matches nothing",
    ],
    ["a target that is no JSONPath", { target: "a..", update: {} }, "fix.yaml #/actions/0/target: a..: is no JSONPath"],
    [
      "an update of a text",
      { target: "$.text", update: {} },
      "fix.yaml #/actions/0/target: $.text: the target must be an object or a list",
    ],
    [
      "an update that is no object",
      { target: "$.a", update: 1 },
      "fix.yaml #/actions/0/target: $.a: update must be an object, as the target is",
    ],
    [
      "the removal of everything",
      { target: "$", remove: true },
      "fix.yaml #/actions/0/target: $: the whole document can't be removed",
    ],
    ["an action that does nothing", { target: "$" }, "fix.yaml #/actions/0: an action needs update, or remove: true"],
    ["an action without a target", { update: {} }, "fix.yaml #/actions/0/target: an action needs a target: a JSONPath"],
    [
      "an unknown field",
      { target: "$", update: {}, copy: 1 },
      "fix.yaml #/actions/0/copy: copy: is not a field that an overlay has here",
    ],
  ])("refuses %s", (_, action, want) => {
    expect(refusal(() => apply({ a: {}, text: "" }, action))).toContain(want);
  });

  test.each<[string, Json, string]>([
    ["another version", { overlay: "2.0.0", actions: [{ target: "$", update: {} }] }, "x #/overlay: must be 1.0.0"],
    ["an overlay without actions", { overlay: "1.0.0" }, "x #/actions: an overlay needs at least one action"],
    ["a list", [], "x #/overlay: must be 1.0.0"],
  ])("refuses %s", (_, document, want) => {
    expect(refusal(() => applyOverlay({}, { name: "x", document }))).toContain(want);
  });
});

test("the overlay of openapi/ comes out as with redocly, another's implementation", async () => {
  const root = new URL("../../../../", import.meta.url).pathname;
  const folder = await mkdtemp(join(tmpdir(), "rest-generator-"));
  try {
    const bundle = join(folder, "overlaid.json");
    const [spec, overlay] = ["openapi/swagger.json", "openapi/overlay.yaml"];
    const args = ["bundle", spec, "--overlay", overlay, "--output", bundle, "--config", "openapi/redocly.yaml"];
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const command = join(root, "node_modules/@redocly/cli/bin/cli.js");
    await promisify(execFile)(process.execPath, [command, ...args], { cwd: root, env });
    const ours = applyOverlay(await readDocument(join(root, spec)), {
      name: overlay,
      document: await readDocument(join(root, overlay)),
    });
    expect(ours).toEqual(JSON.parse(await readFile(bundle, "utf8")));
    expect(ours).not.toEqual(await readDocument(join(root, spec)));
  } finally {
    await rm(folder, { recursive: true });
  }
});
