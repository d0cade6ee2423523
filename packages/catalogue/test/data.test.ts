import { describe, expect, test } from "vitest";
import eventsJson from "../data/events.json" with { type: "json" };
import processDataJson from "../data/processdata.json" with { type: "json" };
import settingsJson from "../data/settings.json" with { type: "json" };
import { events, processData, settings } from "../src/index.ts";

// The compiler can't hold a JSON file to a type with literals, so each field is held to it here.
type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === "string" && value !== "" && value.trim() === value;
const any: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const flag: Check = (value) => typeof value === "boolean";
const list =
  (item: Check, least = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(item);
const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const meanings =
  (key: RegExp): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(([code, name]) => key.test(code) && text(name));
const range: Check = (value) =>
  Array.isArray(value) && value.length === 2 && value.every(number) && value[0] < value[1];

const confidence = oneOf("verified-id", "client-listed", "inferred", "doubtful", "client-side");

const processDataShape: Record<string, Check> = {
  moduleid: text,
  id: text,
  unit: oneOf("W", "V", "A", "Hz", "%", "Wh", "s", "Var", "VA", "Ohm", "Ah", "g", ""),
  type: text,
  description: text,
  example: number,
  exampleKind: oneOf("real", "typical"),
  confidence,
  confidenceNote: optional(text),
  sources: list(text, 1),
  range: optional(range),
  modbus: optional(text),
  note: optional(text),
  period: optional(oneOf("Day", "Month", "Year", "Total")),
  enum: optional(meanings(/^\d+$/)),
  enumDoubtful: optional(meanings(/^\d+$/)),
  sentinel: optional(number),
  virtual: optional(oneOf(true)),
};

const settingShape: Record<string, Check> = {
  moduleid: text,
  id: text,
  type: orNull(oneOf("byte", "uint32", "string")),
  access: orNull(oneOf("readonly", "readwrite")),
  unit: orNull(any),
  min: orNull(text),
  max: orNull(text),
  default: orNull(text),
  metadataVerified: flag,
  description: text,
  examples: list(any),
  role: orNull(oneOf("user", "installer")),
  roleNote: optional(text),
  firmware: orNull(text),
  confidence,
  confidenceNote: optional(text),
  sources: list(text, 1),
  note: optional(text),
  enum: optional(meanings(/^\d+$/)),
  bits: optional(meanings(/^\d+$/)),
};

const eventShape: Record<string, Check> = {
  code: number,
  generation: oneOf("G1/G2", "G3"),
  led: orNull(oneOf("off", "blinking", "on")),
  category: orNull(oneOf("info", "warning", "error")),
  categoryIsInferredFromLed: flag,
  groupDe: orNull(text),
  groupEn: orNull(text),
  descriptionEn: optional(text),
  note: optional(text),
  source: text,
};

describe("the data files", () => {
  test.for<{ file: string; entries: object[]; shape: Record<string, Check>; count: number }>([
    { file: "processdata.json", entries: processDataJson, shape: processDataShape, count: 166 },
    { file: "settings.json", entries: settingsJson, shape: settingShape, count: 192 },
    { file: "events.json", entries: eventsJson, shape: eventShape, count: 197 },
  ])("$file has $count entries of the declared type", ({ entries, shape, count }) => {
    expect(entries).toHaveLength(count);
    expect(entries.flatMap((entry) => misfits(entry, shape))).toEqual([]);
  });

  test("a misfit would be told", () => {
    expect(misfits({ code: "5014", colour: "red" }, { code: number, led: orNull(text) })).toEqual([
      'code: "5014"',
      "led: undefined",
      "colour: no such field",
    ]);
  });
});

describe("the entries", () => {
  test.for([
    { name: "process data", keys: processData.map(({ moduleId, id }) => `${moduleId}/${id}`) },
    { name: "settings", keys: settings.map(({ moduleId, id }) => `${moduleId}/${id}`) },
    { name: "events", keys: events.map(({ code }) => `${code}`) },
  ])("$name are unique", ({ keys }) => {
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("examples lie in their ranges", () => {
    const outside = processData.filter(
      ({ example, range: [low, high] = [-Infinity, Infinity] }) => example < low || example > high,
    );
    expect(outside).toEqual([]);
  });

  test("examples of settings lie in their bounds", () => {
    const bounded = settings.filter(({ type, min, max }) => type !== "string" && min !== null && max !== null);
    const outside = bounded.filter(({ examples, min, max }) =>
      examples.some((each) => Number(each) < Number(min) || Number(each) > Number(max)),
    );
    expect(bounded.length).toBeGreaterThan(40);
    expect(outside).toEqual([]);
  });

  test("only six settings have metadata that a device printed", () => {
    expect(settings.filter(({ metadataVerified }) => metadataVerified).map(({ id }) => id)).toEqual([
      "Branding:ProductName1",
      "Properties:PowerId",
      "Battery:MinSoc",
      "Battery:MinHomeComsumption",
      "Hostname",
      "Network:Hostname",
    ]);
  });

  test("five ids are the clients' own and not the device's", () => {
    const virtual = processData.filter((entry) => entry.virtual);
    expect(virtual.map(({ confidence: how }) => how)).toEqual(Array.from({ length: 5 }, () => "client-side"));
    expect(processData.filter(({ confidence: how }) => how === "client-side")).toEqual(virtual);
  });

  test("a category is called inferred exactly where a lamp is known", () => {
    expect(events.filter((event) => event.categoryIsInferredFromLed !== (event.led !== null))).toEqual([]);
    expect(
      events.filter(
        ({ led, category }) => category !== (led && { off: "info", blinking: "warning", on: "error" }[led]),
      ),
    ).toEqual([]);
  });
});

function misfits(entry: object, shape: Record<string, Check>): string[] {
  const wrong = Object.entries(shape).flatMap(([key, check]) => {
    const value: unknown = Reflect.get(entry, key);
    return check(value) ? [] : [`${key}: ${JSON.stringify(value)}`];
  });
  const unknown = Object.keys(entry).filter((key) => !Object.hasOwn(shape, key));
  return [...wrong, ...unknown.map((key) => `${key}: no such field`)];
}
