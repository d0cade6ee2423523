import type { Inverter } from "@plenticore/core";
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  type InlineFragmentNode,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { FleetView } from "../auth/fleet-view.ts";
import { schema } from "../schema/index.ts";
import { costRules, type Ledger, type Place } from "./cost-rules.ts";
import type { CheckedDocument, CheckedOperation, OperationCost } from "./types.ts";

type FragmentNode = FragmentSpreadNode | InlineFragmentNode;

/** So many items are assumed of lists whose length nobody knows before. */
const assumedItems = 5;

export interface CostInput {
  readonly checked: CheckedDocument;
  readonly operation: CheckedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fleet: FleetView;
  /** Where counting ends: more is too much. */
  readonly mostAnswerFields: number;
}

/** What an operation may cost, at most; what the directives of a query leave out counts. Zero where its variables don't fit: it is not executed then. */
export function costOf({ checked, operation: { node }, variables, fleet, mostAnswerFields }: CostInput): OperationCost {
  const nothing = { upstreamRequests: 0, answerFields: 0 };
  const rootType = schema.getRootType(node.operation);
  const coerced = getVariableValues(schema, node.variableDefinitions ?? [], variables, { hideSuggestions: true });
  if (!rootType || coerced.variableValues === undefined) return nothing;
  const { variableValues } = coerced;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of checked.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const ledger = new CountingLedger();
  let answerFields = 0;

  const visitAll = ({ selections }: SelectionSetNode, type: GraphQLCompositeType, place: Place): void => {
    for (const selection of selections) {
      if (answerFields > mostAnswerFields) return;
      if (selection.kind === Kind.FIELD) visitField(selection, type, place);
      else visitFragment(selection, type, place);
    }
  };

  const visitFragment = (selection: FragmentNode, type: GraphQLCompositeType, place: Place): void => {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (fragment === undefined) return;
    const inner = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
    if (isCompositeType(inner)) visitAll(fragment.selectionSet, inner, narrowed(inner, type, place));
    else visitAll(fragment.selectionSet, type, place);
  };

  const visitField = (selection: FieldNode, type: GraphQLCompositeType, place: Place): void => {
    answerFields += place.times;
    const field = schema.getField(type, selection.name.value);
    if (field === undefined || place.times === 0) return;
    const inner = getNamedType(field.type);
    const rule = costRules[type.name]?.[field.name];
    let below: Place | undefined;
    try {
      below = rule?.(place, getArgumentValues(field, selection, variableValues, undefined, true), ledger, fleet);
    } catch (error) {
      // Arguments that don't fit are told by the execution, and nothing is asked then.
      if (error instanceof GraphQLError) return;
      throw error;
    }
    if (selection.selectionSet === undefined || !isCompositeType(inner)) return;
    visitAll(selection.selectionSet, inner, below ?? (isListed(field.type) ? many(place) : place));
  };

  visitAll(node.selectionSet, rootType, { times: 1, inverters: [], plants: [] });
  return { upstreamRequests: ledger.requests, answerFields };
}

const isListed = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

const many = (place: Place): Place => ({ ...place, times: place.times * assumedItems });

/** Of what a `node` or another interface may be, those of one type. */
function narrowed(inner: GraphQLCompositeType, outer: GraphQLCompositeType, place: Place): Place {
  if (!isInterfaceType(outer) || !isObjectType(inner)) return place;
  if (inner.name === "Plant") return { ...place, times: Math.min(place.times, place.plants.length), inverters: [] };
  if (inner.name === "Inverter") return { ...place, times: Math.min(place.times, place.inverters.length), plants: [] };
  return place;
}

class CountingLedger implements Ledger {
  readonly #merged = new Map<Inverter, Set<string>>();
  #own = 0;

  get requests(): number {
    return this.#own + this.#merged.values().reduce((sum, requests) => sum + requests.size, 0);
  }

  merged(inverters: readonly Inverter[], request: string): void {
    for (const inverter of inverters) {
      const requests = this.#merged.get(inverter);
      if (requests === undefined) this.#merged.set(inverter, new Set([request]));
      else requests.add(request);
    }
  }

  own(inverters: readonly Inverter[], count = 1): void {
    this.#own += inverters.length * count;
  }
}
