import {
  type ExecutionResult,
  type FieldNode,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isNonNullType,
  locatedError,
  responsePathAsArray,
  type VariableValues,
} from "graphql";
import type { Context } from "../schema/index.ts";
import { FieldInfo } from "./field-info.ts";
import type { Source } from "./source.ts";
import type { FieldPlan, MaybePromise, Path, Planner, SelectionPlan } from "./types.ts";

/**
 * One execution of a compiled operation. Values are completed, promises awaited and errors collected in the order in
 * which graphql-js 17 does it, since the order of errors is part of an answer.
 */
export class Execution {
  readonly source: Source;
  readonly context: Context;
  readonly variables: VariableValues;
  readonly #errors: GraphQLError[] = [];
  /** Where null stands for an error; undefined is the answer as a whole. */
  readonly #nulled = new Set<Path | undefined>();

  constructor(source: Source, context: Context, variables: VariableValues) {
    this.source = source;
    this.context = context;
    this.variables = variables;
  }

  /** @param planOf plans the operation's own selection, of the type `root` */
  run(planOf: Planner, root: GraphQLObjectType): MaybePromise<ExecutionResult> {
    try {
      const data = this.fields(planOf(root, this), undefined, undefined);
      if (!(data instanceof Promise)) return this.#result(data);
      return data.then(
        (value) => this.#result(value),
        (error: unknown) => this.#failed(error),
      );
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Executes a selection on an object. @throws GraphQLError of a field that may not be null */
  fields(plan: SelectionPlan, parent: unknown, path: Path | undefined): MaybePromise<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    let hasPromise = false;
    try {
      for (const field of plan) {
        const value = this.#field(field, parent, { prev: path, key: field.key, typename: field.parentType.name });
        values[field.key] = value;
        if (value instanceof Promise) hasPromise = true;
      }
    } catch (error) {
      if (hasPromise) disown(Object.values(values));
      throw error;
    }
    return hasPromise ? settled(values) : values;
  }

  /** Notes an error of a field or of an item of a list. @throws GraphQLError where null may not stand for it */
  fail(error: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[], path: Path): null {
    const located = locatedError(error, nodes, responsePathAsArray(path));
    if (isNonNullType(type)) throw located;
    this.#note(located, path);
    return null;
  }

  #field(field: FieldPlan, parent: unknown, path: Path): unknown {
    try {
      const info = new FieldInfo(field, this, path);
      const given = field.resolve(parent, field.argumentsOf(this), this.context, info);
      if (isPromiseLike(given)) return this.#promised(field, given, path, info);
      const value = field.complete(this, given, path, info);
      if (!(value instanceof Promise)) return value;
      return value.then(undefined, (error: unknown) => this.fail(error, field.type, field.nodes, path));
    } catch (error) {
      return this.fail(error, field.type, field.nodes, path);
    }
  }

  async #promised(field: FieldPlan, promise: PromiseLike<unknown>, path: Path, info: FieldInfo): Promise<unknown> {
    try {
      const value = field.complete(this, await promise, path, info);
      return value instanceof Promise ? await value : value;
    } catch (error) {
      return this.fail(error, field.type, field.nodes, path);
    }
  }

  /** An error below what is null already, or at it, is not told. */
  #note(error: GraphQLError, path: Path | undefined): void {
    for (let at = path; at !== undefined; at = at.prev) if (this.#nulled.has(at)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(path);
    this.#errors.push(error);
  }

  #failed(error: unknown): ExecutionResult {
    this.#note(locatedError(error, undefined, undefined), undefined);
    return this.#result(null);
  }

  #result(data: Record<string, unknown> | null): ExecutionResult {
    return this.#errors.length > 0 ? { errors: this.#errors, data } : { data };
  }
}

export const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

/** What is no longer waited for must not end the process when it fails. */
export function disown(values: readonly unknown[]): void {
  for (const value of values) if (value instanceof Promise) value.catch(() => undefined);
}

function settled(values: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const keys = Object.keys(values);
  return Promise.all(Object.values(values)).then((all) => Object.fromEntries(keys.map((key, at) => [key, all[at]])));
}
