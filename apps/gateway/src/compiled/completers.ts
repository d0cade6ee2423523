import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { disown, isPromiseLike } from "./execution.ts";
import type { Completer, FieldPlan, Path, Planner } from "./types.ts";

/** What is known of the field whose values are completed. */
export interface CompletedField extends Pick<FieldPlan, "name" | "nodes" | "parentType"> {
  readonly selectionOf: Planner;
}

/** How values of a type are completed. */
export function completerOf(type: GraphQLOutputType, field: CompletedField): Completer {
  if (isNonNullType(type)) return notNull(completerOf(type.ofType, field), field);
  if (isListType(type)) return nullable(list(type, field));
  if (isLeafType(type)) return nullable(leaf(type));
  if (isObjectType(type)) return nullable(object(type, field));
  return nullable(abstract(type, field));
}

const notNull =
  (complete: Completer, { parentType, name }: CompletedField): Completer =>
  (execution, value, path, info) => {
    const completed = complete(execution, value, path, info);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
    return completed;
  };

const nullable =
  (complete: Completer): Completer =>
  (execution, value, path, info) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(execution, value, path, info);
  };

const leaf =
  (type: GraphQLLeafType): Completer =>
  (_execution, value) => {
    const completed: unknown = type.coerceOutputValue(value);
    if (completed === null || completed === undefined) throw new Error(`${type.name} made nothing of a value`);
    return completed;
  };

const object =
  (type: GraphQLObjectType, { selectionOf }: CompletedField): Completer =>
  (execution, value, path) =>
    execution.fields(selectionOf(type, execution), value, path);

function abstract(type: GraphQLAbstractType, { selectionOf }: CompletedField): Completer {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (execution, value, path, info) => {
    const complete = (name: unknown): unknown => {
      const actual = typeof name === "string" ? info.schema.getType(name) : undefined;
      if (!isObjectType(actual) || !info.schema.isSubType(type, actual))
        throw new Error(`${String(name)} is no type of ${type.name}`);
      return execution.fields(selectionOf(actual, execution), value, path);
    };
    const name = resolveType(value, execution.context, info, type);
    return isPromiseLike(name) ? name.then(complete) : complete(name);
  };
}

function list({ ofType }: GraphQLList<GraphQLOutputType>, field: CompletedField): Completer {
  const completeItem = completerOf(ofType, field);
  return (execution, value, path, info) => {
    if (typeof value !== "object" || value === null || !(Symbol.iterator in value))
      throw new Error(`${field.parentType.name}.${field.name} is no list`);
    const fail = (error: unknown, at: Path): null => execution.fail(error, ofType, field.nodes, at);
    const promised = async (item: PromiseLike<unknown>, at: Path): Promise<unknown> => {
      try {
        const completed = completeItem(execution, await item, at, info);
        return completed instanceof Promise ? await completed : completed;
      } catch (error) {
        return fail(error, at);
      }
    };
    const plain = (item: unknown, at: Path): unknown => {
      try {
        const completed = completeItem(execution, item, at, info);
        return completed instanceof Promise
          ? completed.then(undefined, (error: unknown) => fail(error, at))
          : completed;
      } catch (error) {
        return fail(error, at);
      }
    };
    const items: unknown[] = [];
    let hasPromise = false;
    try {
      for (const item of value as Iterable<unknown>) {
        const at = { prev: path, key: items.length, typename: undefined };
        const completed = isPromiseLike(item) ? promised(item, at) : plain(item, at);
        if (completed instanceof Promise) hasPromise = true;
        items.push(completed);
      }
    } catch (error) {
      disown(items);
      // What was not reached yet may fail, too.
      if (Array.isArray(value)) disown(value);
      throw error;
    }
    return hasPromise ? Promise.all(items) : items;
  };
}
