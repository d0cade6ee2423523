import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";

/**
 * Those of `names` that a query selects of what this field gives, or of what `path` leads to below it. What a directive
 * may leave out counts as selected, so that nothing that is wanted is missing.
 */
export function selectedOf<Name extends string>(
  names: readonly Name[],
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, "fieldNodes" | "fragments">,
  ...path: readonly string[]
): Name[] {
  const fieldsOf = ({ selections }: SelectionSetNode): readonly FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      return fragment === undefined ? [] : fieldsOf(fragment.selectionSet);
    });
  const below = (nodes: readonly FieldNode[]): readonly FieldNode[] =>
    nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : fieldsOf(selectionSet)));
  const parents = path.reduce<readonly FieldNode[]>(
    (nodes, step) => below(nodes).filter(({ name }) => name.value === step),
    fieldNodes,
  );
  const selected = new Set(below(parents).map(({ name }) => name.value));
  return names.filter((name) => selected.has(name));
}
