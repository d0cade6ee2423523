import type { Selector } from "./servers/inverter-schema.ts";

type Selection = readonly Selector[];

/** Queries of the gateway's schema. `maxAge` in seconds; without it, it is the schema's default. The bare Yogas know none. */
export const gatewayQueries = {
  oneInverter: (select: Selection, maxAge?: number): string => `{ inverter(id: "i1") { ${field(select, maxAge)} } }`,
  allInverters: (select: Selection, maxAge?: number): string => `{ inverters { id ${field(select, maxAge)} } }`,
  fieldsOfOneInverter: (selects: readonly Selection[], maxAge?: number): string =>
    `{ inverter(id: "i1") { ${selects.map((select, index) => `f${index}: ${field(select, maxAge)}`).join(" ")} } }`,
};

/** The same questions to the schema that Hive Gateway makes from the device's own page. */
export const hiveQueries = {
  oneInverter: (select: Selection): string => `{ ${hiveField("v", 1, select)} }`,
  allInverters: (select: Selection, count: number): string =>
    `{ ${Array.from({ length: count }, (_, index) => hiveField(`v${index}`, index + 1, select)).join(" ")} }`,
  fieldsOfOneInverter: (selects: readonly Selection[]): string =>
    `{ ${selects.map((select, index) => hiveField(`f${index}`, 1, select)).join(" ")} }`,
};

function field(select: Selection, maxAge: number | undefined): string {
  const selectors = select.map(({ moduleId, ids }) => `{ moduleId: "${moduleId}", ids: ${JSON.stringify(ids)} }`);
  const age = maxAge === undefined ? "" : `, maxAge: ${maxAge}`;
  return `processData(select: [${selectors.join(", ")}]${age}) { moduleId values { id value unit } }`;
}

function hiveField(alias: string, device: number, select: Selection): string {
  const input = select.map(
    ({ moduleId, ids }) => `{ moduleid: "${moduleId}", processdataids: ${JSON.stringify(ids)} }`,
  );
  const answer = `... on I${device}_ProcessDataModule { moduleid processdata { id value unit } }`;
  const failure = `... on I${device}_ErrorMessage { message }`;
  return `${alias}: I${device}_post_process_data(input: [${input.join(", ")}]) { ${answer} ${failure} }`;
}
