import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { ConfigurationProblem, configurationReadOnly } from "./problem.ts";

/** An inverter's keys as they stand in the file; undefined takes a key out. */
export type InverterEntry = Readonly<Record<string, unknown>>;

/** @throws ConfigurationProblem NOT_FOUND without the plant, CONFIGURATION_READ_ONLY where the file is written in a way that can't be edited */
export const withInverter = (text: string, plantId: string, entry: InverterEntry): string =>
  edited(text, (document) => {
    const plant = plantsOf(document).find((one) => one.get("id") === plantId);
    if (plant === undefined) {
      throw new ConfigurationProblem("NOT_FOUND", "plantId", `there is no plant "${plantId}"`);
    }
    const inverters = invertersOf(plant);
    const [sibling] = inverters.items;
    // A list printed as [] would put its members on one line.
    if (inverters.items.length === 0) inverters.flow = false;
    const node = document.createNode(entry) as YAMLMap;
    node.flow = isMap(sibling) ? sibling.flow === true : true;
    inverters.add(node);
  });

/** The keys of `change` replace those of the inverter; the others, comments and order stay. */
export const withChangedInverter = (text: string, inverterId: string, change: InverterEntry): string =>
  edited(text, (document) => {
    const { inverter } = findInverter(document, inverterId);
    for (const [key, value] of Object.entries(change)) {
      if (value === undefined) inverter.delete(key);
      else setValue(document, inverter, key, value);
    }
  });

export const withoutInverter = (text: string, inverterId: string): string =>
  edited(text, (document) => {
    const { inverters, index } = findInverter(document, inverterId);
    inverters.delete(index);
    // What is left of an empty list in block style would be null.
    if (inverters.items.length === 0) inverters.flow = true;
  });

function setValue(document: Document, map: YAMLMap, key: string, value: unknown): void {
  const before = map.get(key, true);
  // A comment behind a value hangs on it.
  if (isScalar(before) && typeof value !== "object") before.value = value;
  else {
    const node = document.createNode(value);
    if (isMap(node)) node.flow = true;
    map.set(key, node);
  }
}

function findInverter(document: Document, id: string) {
  for (const plant of plantsOf(document)) {
    const inverters = invertersOf(plant);
    for (const [index, inverter] of inverters.items.entries()) {
      if (!isMap(inverter)) throw notEditable("an inverter");
      if (inverter.get("id") === id) return { inverters, inverter, index };
    }
  }
  throw new ConfigurationProblem("NOT_FOUND", "inverterId", `there is no inverter "${id}" in the configuration`);
}

function plantsOf(document: Document): YAMLMap[] {
  const plants = document.get("plants");
  if (!isSeq(plants)) throw notEditable("the list of plants");
  return plants.items.map((plant) => {
    if (!isMap(plant)) throw notEditable("a plant");
    return plant;
  });
}

function invertersOf(plant: YAMLMap): YAMLSeq {
  const inverters = plant.get("inverters", true);
  if (!isSeq(inverters)) throw notEditable("a list of inverters");
  return inverters;
}

const notEditable = (what: string): ConfigurationProblem =>
  configurationReadOnly(`${what} in it is an alias; write it out, or change the file by hand`);

/** Only the lines that the change concerns are printed anew: the others keep also the blanks that people aligned them with. */
function edited(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  const print = () => document.toString({ lineWidth: 0, ...styleOf(text) });
  const before = print().split("\n");
  change(document);
  const data: unknown = document.toJS();
  const printed = print();
  const lines = text.split("\n");
  if (lines.length !== before.length) return printed;
  const after = printed.split("\n");
  const result = kept(before, after, lines).join("\n");
  return isDeepStrictEqual(parseDocument(result).toJS(), data) ? result : printed;
}

/** The lines of `after`, each that is also in `before` as its original was: along the longest common subsequence. */
function kept(before: readonly string[], after: readonly string[], originals: readonly string[]): string[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const length =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
      common[row]?.fill(length, column, column + 1);
    }
  }
  let row = 0;
  return after.map((line, column) => {
    while (row < before.length && before[row] !== line && at(row + 1, column) >= at(row, column + 1)) row += 1;
    if (before[row] !== line) return line;
    row += 1;
    return originals[row - 1] ?? line;
  });
}

function styleOf(text: string): { indent: number; indentSeq: boolean; flowCollectionPadding: boolean } {
  const indent = /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
  return {
    indent: Math.min(Math.max(indent, 1), 8),
    indentSeq: !/^( *)[\w"'][^\n]*:[ \t]*(?:#[^\n]*)?\n\1- /m.test(text),
    flowCollectionPadding: !/\{\S/.test(text),
  };
}
