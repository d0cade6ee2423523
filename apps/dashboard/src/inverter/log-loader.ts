import type { DayCurveQuery, DayCurveQueryVariables, Result } from "@plenticore/client";
import { addDays } from "../chart/zone.ts";
import type { Problem } from "../failure/problem.ts";
import type { LogError, LogNode, LogSample, LogSummary } from "./log-rows.ts";

/** Asks for a page of an inverter's log. */
export type FetchPage = (variables: DayCurveQueryVariables, signal: AbortSignal) => Promise<Result<DayCurveQuery>>;

/** Why a log ended before its end. */
export interface LogFailure {
  readonly code: Problem["code"];
  readonly message: string;
}

export interface LogState {
  readonly status: "idle" | "loading" | "done" | "cancelled" | "failed";
  /** The local days that are asked for, both included. */
  readonly begin: string;
  readonly end: string;
  /** As they have come up to now, in the log's order. */
  readonly samples: readonly LogSample[];
  readonly summaries: readonly LogSummary[];
  readonly errors: readonly LogError[];
  readonly failure: LogFailure | null;
}

export interface LogLoaderOptions {
  readonly inverterId: string;
  readonly fetchPage: FetchPage;
}

/** A day has 288 rows: the first page is a day's, and later ones are as long as the gateway allows by default. */
const firstPage = 300;
const laterPages = 1000;

const nothing: LogState = {
  status: "idle",
  begin: "",
  end: "",
  samples: [],
  summaries: [],
  errors: [],
  failure: null,
};

// The row's kind is GraphQL's own field.
function isOf<Name extends LogNode["__typename"]>(
  node: LogNode,
  name: Name,
): node is Extract<LogNode, { readonly __typename: Name }> {
  const { __typename: kind } = node;
  return kind === name;
}

/** Reads days of an inverter's log page by page, one range at a time; what has come is there while the rest is awaited. */
export class LogLoader {
  readonly #options: LogLoaderOptions;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #running: AbortController | undefined;

  constructor(options: LogLoaderOptions) {
    this.#options = options;
  }

  readonly state = (): LogState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Reads other days; what was being read is given up. Resolves when nothing more comes.
   *
   * @param lead days before `begin` that are read, too, for their counters
   */
  async load(begin: string, end: string, lead: number): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#set({ ...nothing, status: "loading", begin, end });
    const failure = await this.#pages({ begin: addDays(begin, -lead), end }, running.signal);
    if (running.signal.aborted) return;
    this.#set({ ...this.#state, status: failure === null ? "done" : "failed", failure });
  }

  /** Gives up what is being read; what has come stays. */
  cancel(): void {
    if (this.#state.status !== "loading") return;
    this.#running?.abort();
    this.#set({ ...this.#state, status: "cancelled" });
  }

  async #pages(range: { begin: string; end: string }, signal: AbortSignal): Promise<LogFailure | null> {
    const { inverterId, fetchPage } = this.#options;
    let after: string | null = null;
    for (let first = firstPage; ; first = laterPages) {
      const result: Result<DayCurveQuery> = await fetchPage({ inverterId, ...range, first, after }, signal);
      if (signal.aborted) return null;
      if (result.kind === "failed") return result.error;
      const log = result.data.inverter?.logData ?? null;
      if (log === null) {
        const [error] = result.kind === "partial" ? result.errors : [];
        return error ?? { code: "NOT_FOUND", message: `there is no inverter "${inverterId}"` };
      }
      const nodes = log.edges.map(({ node }) => node);
      const { samples, summaries, errors } = this.#state;
      this.#set({
        ...this.#state,
        samples: [...samples, ...nodes.filter((node) => isOf(node, "LogDataSample"))],
        summaries: [...summaries, ...nodes.filter((node) => isOf(node, "LogDataSummary"))],
        errors: [...errors, ...nodes.filter((node) => isOf(node, "LogDataError"))],
      });
      after = log.pageInfo.endCursor;
      if (!log.pageInfo.hasNextPage || after === null) return null;
    }
  }

  #set(state: LogState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
