import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
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

  const ofSelection = (selection: SelectionNode): OperationFigures => {
    const own = { fields: 1, directives: countOf(selection) };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return plus(ofFragment(selection.name.value), own);
    if (selection.kind === Kind.INLINE_FRAGMENT) return plus(ofSelections(selection.selectionSet), own);
    const below = selection.selectionSet === undefined ? nothing : ofSelections(selection.selectionSet);
    const aliases = selection.alias === undefined ? 0 : 1;
    return { ...plus(below, { ...own, aliases }), depth: below.depth + 1, rootFields: 1 };
  };

  const ofSelections = ({ selections }: SelectionSetNode): OperationFigures =>
    selections.reduce((sum, selection) => plus(sum, ofSelection(selection)), nothing);

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

/** The fields of the root, each once for every time that it may be answered: fragments that are spread again add nothing. */
export function rootFieldNames({ definitions }: DocumentNode, operation: OperationDefinitionNode): string[] {
  const seen = new Set<string>();
  const names = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return names(selection.selectionSet);
      const name = selection.name.value;
      if (seen.has(name)) return [];
      seen.add(name);
      const fragment = definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name);
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? names(fragment.selectionSet) : [];
    });
  return names(operation.selectionSet);
}
