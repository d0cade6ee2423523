import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type VariableValues,
  visit,
} from "graphql";
import { completerOf } from "./completers.ts";
import { Execution } from "./execution.ts";
import { collectFields } from "./selection.ts";
import type { Source } from "./source.ts";
import type { CompiledOperation, FieldPlan, Planner, SelectionPlan } from "./types.ts";

export interface CompileOptions {
  readonly schema: GraphQLSchema;
  /** Valid for the schema. */
  readonly document: DocumentNode;
  /** One of the document's. */
  readonly operation: OperationDefinitionNode;
  readonly hideSuggestions?: boolean | undefined;
}

/** graphql-js tells no more errors of variables. */
const mostVariableErrors = 50;
/** `@skip` and `@include` by variables make plans of their own: so many are kept of an operation. */
const mostVariants = 8;

/**
 * Prepares a query so that only its resolvers, and what they gave, cost when it is executed. No text of the document
 * becomes code.
 *
 * @returns undefined where it is no query, or asks for what only graphql-js itself does
 */
export function compile({
  schema,
  document,
  operation,
  hideSuggestions = false,
}: CompileOptions): CompiledOperation | undefined {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || root === undefined || root === null) return undefined;
  const conditions = conditionsIn(document);
  if (conditions === undefined) return undefined;
  const source: Source = { schema, operation, fragments: fragmentsOf(document), hideSuggestions };
  const variants = new Map<string, Planner>();
  return {
    execute(contextValue, variableValues) {
      const { errors, variableValues: variables } = getVariableValues(
        schema,
        operation.variableDefinitions ?? [],
        variableValues,
        { maxErrors: mostVariableErrors, hideSuggestions },
      );
      if (errors !== undefined) return { errors };
      const variant = conditions.map((name) => String(variables.coerced[name])).join();
      let planOf = variants.get(variant);
      if (planOf === undefined) {
        if (variants.size >= mostVariants) variants.clear();
        planOf = planner([operation.selectionSet]);
        variants.set(variant, planOf);
      }
      return new Execution(source, contextValue, variables).run(planOf, root);
    },
  };
}

/** Plans selections when they are first met: what no value leads to costs nothing. */
function planner(selectionSets: readonly SelectionSetNode[]): Planner {
  const plans = new Map<GraphQLObjectType, SelectionPlan>();
  return (type, execution) => {
    let plan = plans.get(type);
    if (plan === undefined) {
      const { source, variables } = execution;
      const fields = collectFields(source, type, selectionSets, variables);
      plan = Array.from(fields, ([key, nodes]) => planOf(source, type, key, nodes));
      plans.set(type, plan);
    }
    return plan;
  };
}

function planOf(
  { schema, hideSuggestions }: Source,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): FieldPlan {
  const [node] = nodes;
  const definition = node && schema.getField(parentType, node.name.value);
  if (node === undefined || !definition) throw new Error(`a valid document asks ${parentType.name} for ${key}`);
  const { name, type, resolve = defaultFieldResolver } = definition;
  const selectionOf = planner(nodes.flatMap(({ selectionSet }) => selectionSet ?? []));
  return {
    key,
    name,
    parentType,
    type,
    nodes,
    resolve,
    argumentsOf: argumentsOf(definition, node, hideSuggestions),
    complete: completerOf(type, { name, nodes, parentType, selectionOf }),
  };
}

/** Without variables the values are always the same: made once, and shared, so that nobody may change them. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  hideSuggestions: boolean,
): FieldPlan["argumentsOf"] {
  let hasVariables = false;
  for (const argument of node.arguments ?? []) visit(argument, { Variable: () => void (hasVariables = true) });
  const valuesOf = (variables?: VariableValues): Record<string, unknown> =>
    getArgumentValues(definition, node, variables, undefined, hideSuggestions);
  if (hasVariables) return ({ variables }) => valuesOf(variables);
  const values = frozen(valuesOf());
  return () => values;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}

/** Of every `@skip` and `@include`, the variables; undefined where the document has what is not compiled. */
function conditionsIn(document: DocumentNode): readonly string[] | undefined {
  const names = new Set<string>();
  let isCompilable = true;
  visit(document, {
    Directive: (directive) => {
      visit(directive, { Variable: ({ name }) => void names.add(name.value) });
    },
    // It would be no field of the answer, but its prototype.
    Field: ({ alias }) => {
      if (alias?.value === "__proto__") isCompilable = false;
    },
    FragmentDefinition: ({ variableDefinitions = [] }) => {
      if (variableDefinitions.length > 0) isCompilable = false;
    },
  });
  return isCompilable ? [...names] : undefined;
}

function fragmentsOf({ definitions }: DocumentNode): Source["fragments"] {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
