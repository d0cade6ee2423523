import type { Viewer } from "../auth/viewer.ts";
import { costOf } from "./cost.ts";
import type { CheckedDocument, CheckedOperation, OperationCost } from "./types.ts";

/** So many costs of one operation are remembered, of variables that are no longer than that. */
const rememberedCosts = 100;
const longestVariables = 1000;

/** What operations cost, remembered: the same operation with the same variables costs those who see the same as much, until the fleet changes. */
export class CostBook {
  readonly #mostAnswerFields: number;
  #costs = new WeakMap<CheckedOperation, Map<string, OperationCost>>();

  constructor(mostAnswerFields: number) {
    this.#mostAnswerFields = mostAnswerFields;
  }

  /** The fleet has changed. */
  forget(): void {
    this.#costs = new WeakMap();
  }

  costOf(
    checked: CheckedDocument,
    operation: CheckedOperation,
    variables: Readonly<Record<string, unknown>>,
    { fleet, authority }: Viewer,
  ): OperationCost {
    const key = `${authority} ${JSON.stringify(variables)}`;
    const known = this.#costs.get(operation);
    const cost = known?.get(key);
    if (cost !== undefined) return cost;
    const counted = costOf({ checked, operation, variables, fleet, mostAnswerFields: this.#mostAnswerFields });
    if (key.length > longestVariables) return counted;
    if (known === undefined) this.#costs.set(operation, new Map([[key, counted]]));
    else if (known.size < rememberedCosts) known.set(key, counted);
    else this.#costs.delete(operation);
    return counted;
  }
}
