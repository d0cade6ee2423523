import { createSchema, createYoga } from "graphql-yoga";
import { type ModuleValues, type Selector, typeDefs } from "./inverter-schema.ts";

export type Read = (select: readonly Selector[]) => ModuleValues[] | Promise<ModuleValues[]>;

export interface InverterSource {
  readonly id: string;
  readonly read: Read;
}

/** Yoga as its documentation starts it, with the resolvers that everybody writes first: each field reads what it is asked for. */
export function inverterYoga(inverters: readonly InverterSource[]) {
  const schema = createSchema({
    typeDefs,
    resolvers: {
      Query: {
        inverters: () => inverters,
        inverter: (_root: unknown, { id }: { id: string }) => inverters.find((inverter) => inverter.id === id),
      },
      Inverter: {
        processData: (inverter: InverterSource, { select }: { select: Selector[] }) => inverter.read(select),
      },
    },
  });
  return createYoga({ schema, graphiql: false, logging: "error" });
}
