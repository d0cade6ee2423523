import type { GraphQLSchema } from "graphql";
import { printSchema } from "graphql";
import { builder } from "./builder.ts";
import { defineMutation } from "./mutations/index.ts";
import { defineQuery } from "./query.ts";
import { defineScalars } from "./scalars.ts";
import { defineSubscription } from "./subscription.ts";

export type { Context } from "./builder.ts";

defineScalars();
defineQuery();
defineMutation();
defineSubscription();

export const schema: GraphQLSchema = builder.toSchema({ sortSchema: false });

/** What `apps/gateway/schema.graphql` holds. */
export const printedSchema = (): string => `${printSchema(schema)}\n`;
