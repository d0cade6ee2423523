import type { ExecutionResult, FieldNode, GraphQLFieldResolver, GraphQLObjectType, GraphQLOutputType } from "graphql";
import type { Context } from "../schema/index.ts";
import type { Execution } from "./execution.ts";
import type { FieldInfo } from "./field-info.ts";

export type MaybePromise<T> = T | Promise<T>;

/** Where a value stands in the answer, as graphql-js has it. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** The fields of one object type that a selection asks for, in the order of the answer. */
export type SelectionPlan = readonly FieldPlan[];

/** What selections ask for of an object of `type`. @throws GraphQLError where `@skip` or `@include` has no value */
export type Planner = (type: GraphQLObjectType, execution: Execution) => SelectionPlan;

/** All that can be known of a field before it is executed. */
export interface FieldPlan {
  /** Its key in the answer. */
  readonly key: string;
  readonly name: string;
  readonly parentType: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Every place of the document that asks for it; the first one has the arguments. */
  readonly nodes: readonly FieldNode[];
  readonly resolve: GraphQLFieldResolver<unknown, Context>;
  /** @throws GraphQLError where a variable's value is no value for the argument */
  readonly argumentsOf: (execution: Execution) => Record<string, unknown>;
  readonly complete: Completer;
}

/** Makes what a resolver gave into what the answer holds. @throws whatever becomes the field's error */
export type Completer = (execution: Execution, value: unknown, path: Path, info: FieldInfo) => unknown;

/** An operation that is ready to be executed again and again. */
export interface CompiledOperation {
  /** As graphql-js' `execute` does; without `data` where nothing was executed, since a variable has no good value. */
  execute(contextValue: Context, variableValues: Readonly<Record<string, unknown>>): MaybePromise<ExecutionResult>;
}
