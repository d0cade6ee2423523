import type { FieldNode, GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo } from "graphql";
import type { Execution } from "./execution.ts";
import type { FieldPlan, Path } from "./types.ts";

/** What graphql-js tells a resolver of its field, without a copy of it for each value. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly path: Path;
  readonly #field: FieldPlan;
  readonly #execution: Execution;

  constructor(field: FieldPlan, execution: Execution, path: Path) {
    this.#field = field;
    this.#execution = execution;
    this.path = path;
  }

  get fieldName(): string {
    return this.#field.name;
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.#field.nodes;
  }

  get returnType(): GraphQLOutputType {
    return this.#field.type;
  }

  get parentType(): GraphQLObjectType {
    return this.#field.parentType;
  }

  get schema(): GraphQLResolveInfo["schema"] {
    return this.#execution.source.schema;
  }

  get fragments(): GraphQLResolveInfo["fragments"] {
    return this.#execution.source.fragments;
  }

  get operation(): GraphQLResolveInfo["operation"] {
    return this.#execution.source.operation;
  }

  get variableValues(): GraphQLResolveInfo["variableValues"] {
    return this.#execution.variables;
  }

  get rootValue(): undefined {
    return undefined;
  }

  // Getters, since a property would be made for every value.
  get getAbortSignal(): () => AbortSignal {
    return () => this.#execution.context.signal;
  }

  get getAsyncHelpers(): GraphQLResolveInfo["getAsyncHelpers"] {
    return () => helpers;
  }
}

/** Nobody waits for an execution's end beyond its answer: there is nothing to keep track of. */
const helpers = {
  promiseAll: <T>(values: ReadonlyArray<PromiseLike<T> | T>): Promise<T[]> => Promise.all(values),
  track: (values: readonly unknown[]): void => {
    for (const value of values) if (value instanceof Promise) value.catch(() => undefined);
  },
};
