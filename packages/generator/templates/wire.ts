import type { Check, Problem } from "./checks.ts";

/** How a list is written in one text: commas, blanks, tabs, bars, or the parameter several times (`multi`, query only). */
export type ListFormat = "csv" | "ssv" | "tsv" | "pipes" | "multi";

export interface ParameterEntry {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly type: "string" | "number" | "integer" | "boolean";
  /** Set where the parameter is a list of `type`. */
  readonly list?: ListFormat;
  /** A sign that the value must not hold: it would select the operation that takes a list on the same route. */
  readonly without?: string;
  /** Set where the value names the fields wanted: an answer then lacks required ones. */
  readonly fieldsMask?: true;
  readonly check: Check;
}

const separators = { csv: ",", ssv: " ", tsv: "\t", pipes: "|" } as const;

/** Why a text can't stand in a path segment, or `undefined` when it can. Proxies resolve `..` even when it is percent-encoded. */
export function segmentProblem(text: string): string | undefined {
  if (text === "") return "an empty text is no path segment";
  if (text.split("/").some((part) => part === "." || part === ".."))
    return "a dot segment would leave its place in the path";
  if (!text.isWellFormed()) return "a lone surrogate can't be encoded";
  return undefined;
}

/** Percent-encodes all but unreserved characters, `:` and `,`: no text can leave its segment. Throws TypeError for what `segmentProblem` names. */
export function encodeSegment(text: string): string {
  const problem = segmentProblem(text);
  if (problem !== undefined) throw new TypeError(problem);
  return encodeURIComponent(text)
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The reverse of `encodeSegment`; `undefined` for a malformed text. */
export function decodeSegment(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** `?a=1&b=2`, or "" without parameters. */
export function queryString(query: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const text of typeof value === "string" ? [value] : value) pairs.append(name, text);
  }
  return pairs.size === 0 ? "" : `?${pairs.toString()}`;
}

/** Writes a checked value as text; several texts for `multi`. Throws TypeError for what the format can't carry. */
export function writeParameter(parameter: ParameterEntry, value: unknown): string | readonly string[] {
  if (!Array.isArray(value)) {
    const text = String(value);
    if (parameter.without === undefined || !text.includes(parameter.without)) return text;
    throw new TypeError(`a single value with ${JSON.stringify(parameter.without)} would be taken for a list`);
  }
  const texts = value.map(String);
  if (parameter.list === "multi" || parameter.list === undefined) return texts;
  const separator = separators[parameter.list];
  const split = texts.find((text) => text.includes(separator));
  if (split !== undefined)
    throw new TypeError(`an item with ${JSON.stringify(separator)} can't stand in a ${parameter.list} list`);
  if (texts.length === 1 && texts[0] === "")
    throw new TypeError(`a ${parameter.list} list can't hold a single empty text`);
  return texts.join(separator);
}

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/** Reads what `writeParameter` wrote and checks it. */
export function readParameter(parameter: ParameterEntry, texts: readonly string[]): Read {
  const value =
    parameter.list === undefined
      ? readScalar(parameter.type, texts[0] ?? "")
      : readList(parameter, parameter.list, texts);
  const problem = parameter.check(value);
  return problem === undefined ? { ok: true, value } : { ok: false, problem };
}

function readList(parameter: ParameterEntry, format: ListFormat, texts: readonly string[]): unknown[] {
  const first = texts[0] ?? "";
  const parts = format === "multi" ? texts : first === "" ? [] : first.split(separators[format]);
  // Whoever joins two headers of one name puts a blank after the comma.
  return parts.map((part) => readScalar(parameter.type, parameter.in === "header" ? part.trim() : part));
}

// A text that is no number stays a text, so that the check can say what it found.
function readScalar(type: ParameterEntry["type"], text: string): unknown {
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (type === "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return text;
  return Number(text);
}
