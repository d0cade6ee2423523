import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  type VariableValues,
} from "graphql";
import type { Source } from "./source.ts";

/**
 * The fields that selections ask for of an object of `type`, by their key in the answer: fragments opened, and
 * `@skip` and `@include` obeyed.
 *
 * @throws GraphQLError where a directive's variable has no value
 */
export function collectFields(
  source: Source,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  variables: VariableValues,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  const isIncluded = (node: SelectionNode): boolean => {
    if (node.directives === undefined || node.directives.length === 0) return true;
    const of = (directive: typeof GraphQLSkipDirective): unknown =>
      getDirectiveValues(directive, node, variables, undefined, source.hideSuggestions)?.["if"];
    return of(GraphQLSkipDirective) !== true && of(GraphQLIncludeDirective) !== false;
  };

  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = fields.get(key);
        if (same === undefined) fields.set(key, [selection]);
        else same.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(source.schema, selection, type)) visit(selection.selectionSet);
      } else {
        const name = selection.name.value;
        const fragment = source.fragments[name];
        if (fragment === undefined || !applies(source.schema, fragment, type) || spread.has(name)) continue;
        spread.add(name);
        visit(fragment.selectionSet);
      }
    }
  };

  for (const selectionSet of selectionSets) visit(selectionSet);
  return fields;
}

function applies(
  schema: GraphQLSchema,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  if (typeCondition === undefined) return true;
  const condition = typeFromAST(schema, typeCondition);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}
