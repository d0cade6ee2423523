import { exported } from "../exported.ts";
import type { Model } from "../model.ts";
import { exportLine } from "./text.ts";

/** index.ts: every name that users of the bindings may import. */
export function emitIndex(model: Model): string {
  const identifiers = model.definitions.map((definition) => definition.identifier);
  const operationTypes = model.operations.flatMap(({ typeName }) =>
    ["Args", "Failure", "Success"].map((ending) => `type ${typeName}${ending}`),
  );
  const files: [string, readonly string[]][] = [
    ...Object.entries(exported).map(([file, names]): [string, readonly string[]] => [
      file,
      file === "./operations.ts" ? [...operationTypes, ...names] : names,
    ]),
    ["./schemas.ts", identifiers.map((identifier) => `type ${identifier}`)],
    ["./validators.ts", identifiers.map((identifier) => `check${identifier}`)],
  ];
  return files
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, names]) => line(names, file))
    .join("");
}

function line(names: readonly string[], file: string): string {
  const types = names.every((name) => name.startsWith("type "));
  return types
    ? exportLine(
        names.map((name) => name.slice("type ".length)),
        file,
        true,
      )
    : exportLine(names, file);
}
