import { type GraphQLError, validateSubscriptionArgs } from "graphql";
import type { Viewer } from "../auth/viewer.ts";
import type { Operation } from "../operations/types.ts";
import { Cohort, type Member } from "./cohort.ts";

export interface CohortsOptions {
  readonly maskErrors: (errors: readonly GraphQLError[]) => readonly GraphQLError[];
  /** Monotonic, in ms. */
  readonly now: () => number;
}

export type Joined =
  | { readonly errors: readonly GraphQLError[] }
  | {
      readonly errors?: never;
      /** Takes the member out. */
      readonly leave: () => void;
    };

/** All cohorts of the gateway, by document, operation, variables and authority. */
export class Cohorts {
  readonly #options: CohortsOptions;
  readonly #cohorts = new Map<string, Cohort>();

  constructor(options: CohortsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#cohorts.size;
  }

  /** @param viewer who was allowed in; only those of the same authority share with him */
  async join(operation: Operation, viewer: Viewer, member: Member): Promise<Joined> {
    const { source, operationName, variables } = operation;
    const key = JSON.stringify([viewer.authority, source, operationName ?? null, canonical(variables)]);
    for (;;) {
      const running = this.#cohorts.get(key);
      if (running === undefined) break;
      const errors = await running.opened;
      if (errors !== undefined) return { errors };
      const leave = running.isShared ? await running.join(member) : undefined;
      if (leave !== undefined) return { leave };
      // One that ended meanwhile may have a successor already.
      if (this.#cohorts.get(key) === running) break;
    }
    const args = validateSubscriptionArgs(operation.args);
    if (!("schema" in args)) return { errors: this.#options.maskErrors(args) };
    const cohort = new Cohort({
      args,
      ...this.#options,
      onEmpty: () => {
        if (this.#cohorts.get(key) === cohort) this.#cohorts.delete(key);
      },
    });
    // Taken before anything is awaited, so that who comes in this moment joins.
    this.#cohorts.set(key, cohort);
    const errors = await cohort.opened;
    if (errors !== undefined) {
      if (this.#cohorts.get(key) === cohort) this.#cohorts.delete(key);
      return { errors };
    }
    const leave = await cohort.join(member);
    if (leave === undefined) throw new Error("a cohort ended before its first member joined");
    return { leave };
  }
}

/** The same for the same values, in whatever order their keys were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value ?? null;
  const entries = Object.entries(value).map(([key, item]) => [key, canonical(item)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
