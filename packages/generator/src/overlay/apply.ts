import { JSONPathError, type JSONPathNode, type JSONValue, query } from "json-p3";
import { SpecificationError } from "../errors.ts";
import { field, isJsonObject, type Json, type JsonObject } from "../json.ts";
import { type OverlayAction, type OverlaySource, parseOverlay } from "./overlay-object.ts";

/**
 * Applies an overlay to a copy of the document: objects are merged, lists are lengthened, other values replaced.
 * Throws SpecificationError for a malformed overlay, and for an action that matches nothing or doesn't fit what it matches.
 */
export function applyOverlay(document: Json, source: OverlaySource): Json {
  let result = structuredClone(document);
  for (const action of parseOverlay(source)) result = applyAction(result, action, source.name);
  return result;
}

function applyAction(document: Json, action: OverlayAction, source: string): Json {
  const fail = (message: string): never => {
    throw new SpecificationError([
      { source, pointer: `${action.pointer}/target`, message: `${action.target}: ${message}` },
    ]);
  };
  const places = find(document, action.target, fail);
  if (places.length === 0) return fail("matches nothing");
  if (action.remove) return remove(document, places, fail);
  for (const place of places) {
    const target = valueAt(document, place);
    if (Array.isArray(target)) target.push(structuredClone(action.update ?? null));
    else if (isJsonObject(target) && isJsonObject(action.update)) merge(target, action.update);
    else
      return fail(
        isJsonObject(target) ? "update must be an object, as the target is" : "the target must be an object or a list",
      );
  }
  return document;
}

type Place = readonly (string | number)[];

function find(document: Json, target: string, fail: (message: string) => never): Place[] {
  try {
    return query(target, document as JSONValue).nodes.map((node: JSONPathNode) => [...node.location]);
  } catch (error) {
    if (error instanceof JSONPathError) return fail(`is no JSONPath: ${error.message}`);
    throw error;
  }
}

function valueAt(document: Json, place: Place): Json | undefined {
  let value: Json | undefined = document;
  for (const step of place) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isJsonObject(value) ? field(value, String(step)) : undefined;
  }
  return value;
}

function remove(document: Json, places: readonly Place[], fail: (message: string) => never): Json {
  // From the end, so that the indexes of what is still to be removed stay true.
  for (const place of places.toSorted(backwards)) {
    const last = place.at(-1);
    if (last === undefined) return fail("the whole document can't be removed");
    const parent = valueAt(document, place.slice(0, -1));
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (isJsonObject(parent)) delete parent[String(last)];
  }
  return document;
}

function backwards(one: Place, other: Place): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (against === undefined) return -1;
    if (step === against) continue;
    return typeof step === "number" && typeof against === "number" ? against - step : 0;
  }
  return other.length > one.length ? 1 : 0;
}

function merge(target: JsonObject, update: JsonObject): void {
  for (const key of Object.keys(update)) {
    const added = structuredClone(update[key] ?? null);
    const here = field(target, key);
    if (isJsonObject(here) && isJsonObject(added)) merge(here, added);
    else if (Array.isArray(here) && Array.isArray(added)) here.push(...added);
    // A plain assignment to __proto__ would change the prototype instead of the document.
    else Object.defineProperty(target, key, { value: added, enumerable: true, configurable: true, writable: true });
  }
}
