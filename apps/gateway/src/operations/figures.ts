import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { OperationFigures } from "./types.ts";

/** Measures the operations of a document, each fragment once. A document that is not valid may be measured, too. */
export function figuresOf({ definitions }: DocumentNode): (operation: OperationDefinitionNode) => OperationFigures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, OperationFigures>();

  const ofFragment = (name: string): OperationFigures => {
    const figures = known.get(name);
    if (figures !== undefined) return figures;
    // One that spreads itself has no end: validation refuses it.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const measured =
      fragment === undefined ? nothing : plus(ofSelections(fragment.selectionSet), { directives: countOf(fragment) });
    known.set(name, measured);
    return measured;
  };

  const ofSelections = ({ selections }: SelectionSetNode): OperationFigures =>
    selections.reduce((sum, selection) => {
      const directives = countOf(selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return plus(plus(sum, ofFragment(selection.name.value)), { directives });
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return plus(plus(sum, ofSelections(selection.selectionSet)), { directives });
      const below = selection.selectionSet === undefined ? nothing : ofSelections(selection.selectionSet);
      return plus(sum, {
        depth: below.depth + 1,
        fields: below.fields + 1,
        rootFields: 1,
        aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
        directives: below.directives + directives,
      });
    }, nothing);

  return (operation) => plus(ofSelections(operation.selectionSet), { directives: countOf(operation) });
}

const nothing: OperationFigures = { depth: 0, fields: 0, rootFields: 0, aliases: 0, directives: 0 };

const countOf = ({ directives }: { readonly directives?: readonly unknown[] | undefined }): number =>
  directives?.length ?? 0;

const plus = (one: OperationFigures, other: Partial<OperationFigures>): OperationFigures => ({
  depth: Math.max(one.depth, other.depth ?? 0),
  fields: one.fields + (other.fields ?? 0),
  rootFields: one.rootFields + (other.rootFields ?? 0),
  aliases: one.aliases + (other.aliases ?? 0),
  directives: one.directives + (other.directives ?? 0),
});
