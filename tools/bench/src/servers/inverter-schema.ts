/** The part of the gateway's contract that is measured, by hand: what the peers serve. */
export const typeDefs = /* GraphQL */ `
  type Query {
    inverters: [Inverter!]!
    inverter(id: ID!): Inverter
  }
  type Inverter {
    id: ID!
    processData(select: [ProcessDataSelector!]!): [ModuleProcessData!]
  }
  input ProcessDataSelector {
    moduleId: String!
    ids: [String!]!
  }
  type ModuleProcessData {
    moduleId: String!
    values: [ProcessDataValue!]!
  }
  type ProcessDataValue {
    id: String!
    value: Float
    unit: String!
  }
`;

export interface Selector {
  readonly moduleId: string;
  readonly ids: readonly string[];
}

export interface ModuleValues {
  readonly moduleId: string;
  readonly values: readonly { readonly id: string; readonly value: number; readonly unit: string }[];
}

/** Values as if they had been read before: for what answering itself costs. */
export const remembered = (select: readonly Selector[]): ModuleValues[] =>
  select.map(({ moduleId, ids }) => ({
    moduleId,
    values: ids.map((id, index) => ({ id, value: 4578.632022064 / (index + 1), unit: "W" })),
  }));
