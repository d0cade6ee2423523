import { SpecificationError, type SpecificationProblem } from "../errors.ts";
import { below, field, isJsonObject, type Json, type JsonObject } from "../json.ts";

// https://spec.openapis.org/overlay/v1.0.0.html

/** A parsed overlay and the name that errors call it by. */
export interface OverlaySource {
  readonly name: string;
  readonly document: Json;
}

export interface OverlayAction {
  readonly target: string;
  readonly update: Json | undefined;
  readonly remove: boolean;
  readonly pointer: string;
}

/** Reads an overlay. Throws SpecificationError with all its mistakes. */
export function parseOverlay(source: OverlaySource): readonly OverlayAction[] {
  const problems: SpecificationProblem[] = [];
  const report = (pointer: string, message: string): void =>
    void problems.push({ source: source.name, pointer, message });
  const root = isJsonObject(source.document) ? source.document : {};
  const version = field(root, "overlay");
  if (typeof version !== "string" || !/^1\.0\.\d+$/.test(version))
    report("/overlay", "must be 1.0.0: only OpenAPI Overlay 1.0 is supported");
  checkFields(root, "", ["overlay", "info", "extends", "actions"], report);
  const list = field(root, "actions");
  if (!Array.isArray(list) || list.length === 0) report("/actions", "an overlay needs at least one action");
  const actions = (Array.isArray(list) ? list : []).flatMap((action, index) =>
    parseAction(action, below("/actions", index), report),
  );
  if (problems.length > 0) throw new SpecificationError(problems);
  return actions;
}

type Report = (pointer: string, message: string) => void;

function parseAction(action: Json, pointer: string, report: Report): OverlayAction[] {
  if (!isJsonObject(action)) {
    report(pointer, "an action must be an object");
    return [];
  }
  checkFields(action, pointer, ["target", "description", "update", "remove"], report);
  const target = field(action, "target");
  const remove = field(action, "remove") ?? false;
  const update = field(action, "update");
  if (typeof target !== "string") report(below(pointer, "target"), "an action needs a target: a JSONPath");
  if (typeof remove !== "boolean") report(below(pointer, "remove"), "must be true or false");
  if (update === undefined && remove !== true) report(pointer, "an action needs update, or remove: true");
  return typeof target === "string" ? [{ target, update, remove: remove === true, pointer }] : [];
}

function checkFields(object: JsonObject, pointer: string, known: readonly string[], report: Report): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key) && !key.startsWith("x-"))
      report(below(pointer, key), `${key}: is not a field that an overlay has here`);
  }
}
