import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const page = await readFile(join(root, "openapi/printed-page.txt"), "utf8");
const swaggerText = await readFile(join(root, "openapi/swagger.json"), "utf8");
const overlay: Overlay = parse(await readFile(join(root, "openapi/overlay.yaml"), "utf8"));

// Another's implementation of overlays; packages/generator/test/overlay compares it with ours.
const directory = await mkdtemp(join(tmpdir(), "openapi-"));
const bundle = join(directory, "overlaid.json");
await redocly("bundle", "openapi/swagger.json", "--overlay", "openapi/overlay.yaml", "--output", bundle);
const overlaid: Swagger = JSON.parse(await readFile(bundle, "utf8"));
afterAll(() => rm(directory, { recursive: true }));

describe("the printed page", () => {
  const printed = readPage(page);

  test("shows 27 operations, and lost the headings of three", () => {
    expect(printed).toHaveLength(27);
    expect(printed.filter(({ method }) => method === undefined).map(({ tag }) => tag)).toEqual([
      "settings",
      "update",
      "update",
    ]);
  });

  test("and swagger.json agree on every operation, its statuses, parameters and names", () => {
    expect(differences(printed, swagger())).toEqual([]);
  });

  test.for<{ change: string; make: (spec: Swagger) => void; want: string }>([
    {
      change: "a missing operation",
      make: (spec) => delete spec.paths["/system/reboot"],
      want: "post /system/reboot: not in the spec",
    },
    {
      change: "an operation more",
      make: (spec) =>
        Object.assign(spec.paths, { "/system/shutdown": { post: operation(spec, "post", "/system/reboot") } }),
      want: "post /system/shutdown: not on the page",
    },
    {
      change: "a missing operation whose heading is lost",
      make: (spec) => delete spec.paths["/update/start"],
      want: "update, lost heading 2: not in the spec",
    },
    {
      change: "a missing status",
      make: (spec) => delete operation(spec, "post", "/auth/start").responses["403"],
      want: "post /auth/start: 403 User is locked, with a model: not in the spec",
    },
    {
      change: "a failure without its body",
      make: (spec) => delete spec.responses["ModuleOrSettingNotFound"]?.schema,
      want: "put /settings: 404 Module or setting not found, with a model: not in the spec",
    },
    {
      change: "a missing parameter",
      make: (spec) => delete operation(spec, "get", "/events/latest").parameters,
      want: "get /events/latest: X-Fields in header: not in the spec",
    },
    {
      change: "a missing name in an answer",
      make: (spec) => delete spec.definitions["Event"]?.properties?.["group"],
      want: "post /events/latest: group in answer: not in the spec",
    },
    {
      change: "a name more in a payload",
      make: (spec) => Object.assign(spec.definitions["AuthFinish"]?.properties ?? {}, { salt: { type: "string" } }),
      want: "post /auth/finish: salt in payload: not on the page",
    },
  ])("would tell $change", ({ make, want }) => {
    const spec = swagger();
    make(spec);
    expect(differences(printed, spec)).toContain(want);
  });

  test("has every text of swagger.json that is not marked as lost", () => {
    const text = squeeze(page.replaceAll(/<[^>]*>/g, " ").replaceAll("\\", ""));
    const texts = printedTexts(swagger());
    expect(texts.length).toBeGreaterThan(80);
    expect(texts.filter((words) => !text.includes(squeeze(words)))).toEqual([]);
  });
});

describe("swagger.json", () => {
  test("has 27 operations on 25 routes", () => {
    const operations = operationsOf(swagger());
    expect(operations).toHaveLength(27);
    expect(new Set(operations.map(({ method, path }) => `${method} ${routeOf(path)}`)).size).toBe(25);
    expect(new Set(operations.map(({ operation: { operationId } }) => operationId)).size).toBe(27);
  });

  test("has two pairs of paths that differ by a parameter's name, and no third", () => {
    const pairs = Map.groupBy(Object.keys(swagger().paths), routeOf);
    expect([...pairs.values()].filter((paths) => paths.length > 1)).toEqual([
      ["/processdata/{moduleid}/{processdataid}", "/processdata/{moduleid}/{processdataids}"],
      ["/settings/{moduleid}/{settingid}", "/settings/{moduleid}/{settingids}"],
    ]);
  });

  test("marks what the print lost and what is assumed", () => {
    const marked = operationsOf(swagger()).filter(({ operation: { "x-lost-in-print": lost } }) => lost);
    expect(marked.map(({ method, path, operation: { "x-assumed": assumed } }) => [method, path, assumed])).toEqual([
      ["put", "/settings", undefined],
      ["get", "/update/status", true],
      ["post", "/update/start", true],
    ]);
    const assumed = operationsOf(swagger()).filter(({ operation: each }) => each["x-assumed"] !== undefined);
    expect(assumed.map(({ path, operation: each }) => [path, each["x-assumed"]])).toEqual([
      ["/auth/set_password", ["security"]],
      ["/update/status", true],
      ["/update/start", true],
    ]);
  });

  test("asks for a session everywhere but at the login, /auth/me and the version", () => {
    const open = operationsOf(swagger()).filter(({ operation: { security } }) => security?.length === 0);
    expect(open.map(({ path }) => path)).toEqual([
      "/auth/finish",
      "/auth/create_session",
      "/auth/start",
      "/auth/me",
      "/auth/set_password",
      "/info/version",
    ]);
  });
});

describe("overlay.yaml", () => {
  test("gives every action a description, evidence and its strength", () => {
    expect(overlay.actions.length).toBeGreaterThan(50);
    expect(overlay.actions.flatMap(faults)).toEqual([]);
  });

  test("would be told an inferred action that isn't marked as assumed", () => {
    const action = { ...overlay.actions.find((each) => each["x-strength"] === "I"), target: "$.x" };
    expect(faults(action)).toEqual([]);
    expect(faults({ ...action, "x-assumed": undefined })).toEqual(["$.x: inferred, and not marked as assumed"]);
  });

  test("lets the event times of the printed page pass as well as those of devices", () => {
    const { pattern } = overlaid.definitions["Event"]?.properties?.["start_time"] ?? {};
    const fits = (time: string) => new RegExp(pattern ?? "nothing", "u").test(time);
    const times = [...page.matchAll(/"(?:start|end)_time": "([^"]+)"/g)].map(([, time = ""]) => time);
    expect(times.length).toBeGreaterThan(3);
    const taken = [...times, "2023-04-29T00:44:18", "2023-04-29T00:44:18Z", "2023-04-29T00:44:18+02:00"];
    expect(taken.filter((time) => !fits(time))).toEqual([]);
    expect(["", "2023-04-29", "29.04.2023 00:44:18", "2023-04-29T00:44:18 CET"].filter(fits)).toEqual([]);
  });

  test("gives 401 to every operation with a session, and 502 and 503 to all", () => {
    const silent = operationsOf(overlaid).flatMap(({ path, operation: { security, responses } }) =>
      ["502", "503", ...(security ? [] : ["401"])]
        .filter((status) => !responses[status])
        .map((status) => [path, status]),
    );
    expect(silent).toEqual([]);
  });
});

describe("the linter", () => {
  test.for(["openapi/swagger.json", "openapi/overlay.yaml", bundle])("finds nothing in %s", async (file) => {
    const report = await redocly("lint", file, "--format=json");
    const { totals }: { totals: unknown } = JSON.parse(report);
    expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  });
});

// ---- the page ----------------------------------------------------------------------------------

interface Printed {
  /** Undefined where the print lost the heading. */
  method: string | undefined;
  path: string | undefined;
  tag: string;
  /** `404 Module not found`, with `, with a model` where the page shows a body. */
  statuses: string[];
  /** `payload in body`. */
  parameters: string[];
  /** `id in answer`, `id in payload`. */
  names: string[];
}

/** Each operation ends with the button "Try it out!"; a line "auth : Authentication" opens a tag. */
function readPage(text: string): Printed[] {
  let tag = "";
  return text
    .split("Try it out!")
    .slice(0, -1)
    .map((block) => {
      tag = /^([a-z]+) : \w/m.exec(block)?.[1] ?? tag;
      const [, method, path] = /^(GET|POST|PUT|DELETE)\s+(\/\S*)\s/m.exec(block) ?? [];
      const [beforeMessages = "", messages = ""] = block.split(/^Response Messages\s*$/m);
      const [answer = "", payload = ""] = beforeMessages.split(/^Parameters\s*$/m);
      const hasAnswer = answer.includes("Response Class (Status 200)");
      return {
        method: method?.toLowerCase(),
        path,
        tag,
        statuses: [...(hasAnswer ? ["200 Success, with a model"] : []), ...statusRows(messages)],
        parameters: [...payload.matchAll(/^([\w-]+)\t.*\t(body|header|path)\t/gm)].map(
          ([, name, place]) => `${name} in ${place}`,
        ),
        names: [...namesOf(answer, "answer"), ...namesOf(payload, "payload")],
      };
    });
}

function statusRows(messages: string): string[] {
  return messages.split(/^(?=\d{3}\s)/m).flatMap((row) => {
    const [, status, reason = ""] = /^(\d{3})\s+([^\t\n<]+)/.exec(row) ?? [];
    return status === undefined
      ? []
      : [`${status} ${reason.trim()}${row.includes('"message"') ? ", with a model" : ""}`];
  });
}

function namesOf(example: string, place: string): string[] {
  return [...new Set([...example.matchAll(/"(\w+)":/g)].map(([, name]) => `${name} in ${place}`))];
}

/** What the page has and the spec lacks, and the other way round. */
function differences(printed: Printed[], spec: Swagger): string[] {
  const found: string[] = [];
  const open = operationsOf(spec);
  const lost = new Map<string, number>();
  for (const { method, path, tag, ...want } of printed) {
    const nth = (lost.get(tag) ?? 0) + 1;
    if (method === undefined) lost.set(tag, nth);
    const index = open.findIndex((each) =>
      method === undefined
        ? each.operation["x-lost-in-print"]?.includes("path") && each.operation.tags[0] === tag
        : each.method === method && each.path === path && each.operation.tags[0] === tag,
    );
    const [match] = index < 0 ? [] : open.splice(index, 1);
    if (!match) {
      found.push(`${method === undefined ? `${tag}, lost heading ${nth}` : `${method} ${path}`}: not in the spec`);
      continue;
    }
    const have = described(match.operation, spec);
    for (const part of ["statuses", "parameters", "names"] as const) {
      const title = `${match.method} ${match.path}`;
      found.push(...without(want[part], have[part]).map((item) => `${title}: ${item}: not in the spec`));
      found.push(...without(have[part], want[part]).map((item) => `${title}: ${item}: not on the page`));
    }
  }
  return [...found, ...open.map(({ method, path }) => `${method} ${path}: not on the page`)];
}

function without(items: string[], others: string[]): string[] {
  return items.filter((item) => !others.includes(item));
}

// ---- the spec ----------------------------------------------------------------------------------

interface Schema {
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  pattern?: string;
  "x-lost-in-print"?: string[];
}
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  schema?: Schema;
}
interface Response {
  $ref?: string;
  description: string;
  schema?: Schema;
}
interface Operation {
  operationId: string;
  tags: string[];
  security?: unknown[];
  parameters?: Parameter[];
  responses: Record<string, Response>;
  "x-lost-in-print"?: string[];
  "x-assumed"?: boolean | string[];
}
interface Swagger {
  paths: Record<string, Record<string, Operation>>;
  parameters: Record<string, Parameter>;
  responses: Record<string, Response>;
  definitions: Record<string, Schema>;
}
interface Action {
  target: string;
  description?: string;
  update?: unknown;
  remove?: boolean;
  "x-evidence"?: string;
  "x-strength"?: string;
  "x-assumed"?: boolean | undefined;
}
interface Overlay {
  actions: Action[];
}

function swagger(): Swagger {
  return JSON.parse(swaggerText);
}

function operationsOf(spec: Swagger): { method: string; path: string; operation: Operation }[] {
  return Object.entries(spec.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, each]) => ({ method, path, operation: each })),
  );
}

function operation(spec: Swagger, method: string, path: string): Operation {
  const found = spec.paths[path]?.[method];
  if (!found) throw new Error(`no ${method} ${path}`);
  return found;
}

function routeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}");
}

/** An operation of the spec in the words of a printed one. */
function described(each: Operation, spec: Swagger): Pick<Printed, "statuses" | "parameters" | "names"> {
  const parameters = (each.parameters ?? []).map((parameter) => resolve(parameter, spec.parameters));
  const responses = Object.entries(each.responses).map(([status, response]) => ({
    status,
    ...resolve(response, spec.responses),
  }));
  return {
    statuses: responses.map(
      ({ status, description, schema }) => `${status} ${description}${schema ? ", with a model" : ""}`,
    ),
    parameters: parameters.map(({ name, in: place }) => `${name} in ${place}`),
    names: [
      ...properties(responses.find(({ status }) => status === "200")?.schema, spec).map((name) => `${name} in answer`),
      ...properties(parameters.find(({ schema }) => schema)?.schema, spec).map((name) => `${name} in payload`),
    ],
  };
}

function resolve<Item extends { $ref?: string }>(item: Item, shared: Record<string, Item>): Item {
  if (item.$ref === undefined) return item;
  const target = shared[item.$ref.split("/").at(-1) ?? ""];
  if (!target) throw new Error(`${item.$ref} leads nowhere`);
  return target;
}

function properties(schema: Schema | undefined, spec: Swagger): string[] {
  if (!schema) return [];
  const { items, properties: members } = resolve(schema, spec.definitions);
  const named = Object.entries(members ?? {}).flatMap(([name, each]) =>
    each["x-lost-in-print"]?.includes("all") ? [] : [name, ...properties(each, spec)],
  );
  return [...named, ...properties(items, spec)];
}

/** All summaries and descriptions but those that the print lost. */
function printedTexts(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const lost: unknown = Reflect.get(value, "x-lost-in-print");
  const isLost = (key: string) => Array.isArray(lost) && (lost.includes("all") || lost.includes(key));
  return Object.entries(value).flatMap(([key, each]) => {
    if (typeof each !== "string") return printedTexts(each);
    return ["title", "summary", "description"].includes(key) && !isLost(key) ? [each] : [];
  });
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

// ---- the overlay -------------------------------------------------------------------------------

/** What is missing in an action: one line each. */
function faults(action: Action): string[] {
  const { target, description = "", update, remove } = action;
  const lines = [
    !description.endsWith(".") && "no description",
    !/^FACTS \S+.*; .+/.test(action["x-evidence"] ?? "") && "no section of the fact sheet and public source",
    !["V", "C", "1", "I"].includes(action["x-strength"] ?? "") && "no strength",
    ![undefined, true].includes(action["x-assumed"]) && "x-assumed is true or not there",
    action["x-strength"] === "I" && action["x-assumed"] !== true && "inferred, and not marked as assumed",
    (update === undefined) === (remove === undefined) && "neither one update nor one removal",
  ];
  return lines.filter((line) => line !== false).map((line) => `${target}: ${line}`);
}

/** The command's standard output; a finding is an error. */
async function redocly(...args: string[]): Promise<string> {
  const command = join(root, "node_modules/@redocly/cli/bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, ...args, "--config", "openapi/redocly.yaml"],
    {
      cwd: root,
      env,
    },
  );
  return stdout;
}
