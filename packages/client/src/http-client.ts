import type { Arguments, MutationDocument, QueryDocument } from "./document.ts";
import { post } from "./http.ts";
import { type ClientOptions, settingsOf } from "./options.ts";
import { payloadOf } from "./request.ts";
import type { Result } from "./result.ts";

export interface RequestOptions {
  /** Gives it up: the answer is a failure with the code ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/** Queries and mutations alone, for who follows no live values: a bundler leaves those out. */
export interface HttpClient {
  /**
   * Asks once, and never rejects: look at `kind` of what comes.
   *
   * @throws TypeError of a document or variables that can't be meant
   */
  query<Data, Variables>(
    document: QueryDocument<Data, Variables>,
    ...args: Arguments<Variables, RequestOptions>
  ): Promise<Result<Data>>;
  /**
   * Sends once, never again by itself, and never rejects. A write that the inverter refused is no failure here: it is a member
   * of the mutation's union, told by `__typename`.
   *
   * @throws TypeError of a document or variables that can't be meant
   */
  mutate<Data, Variables>(
    document: MutationDocument<Data, Variables>,
    ...args: Arguments<Variables, RequestOptions>
  ): Promise<Result<Data>>;
  /** Gives up what runs, with the code CLOSED, and answers nothing any more. */
  close(): void;
}

/** @throws TypeError that names the option and what to give instead */
export function createHttpClient(options: ClientOptions): HttpClient {
  const settings = settingsOf(options);
  const closing = new AbortController();
  const ask = <Data>(
    wanted: "query" | "mutation",
    document: Parameters<typeof payloadOf>[1],
    args: readonly unknown[],
  ): Promise<Result<Data>> => {
    const [variables, { signal } = {}] = args as readonly [variables?: unknown, options?: RequestOptions];
    const payload = payloadOf(wanted, document, variables, settings.persisted);
    return post(settings, payload, wanted === "mutation", { signal, closed: closing.signal });
  };
  return {
    query: (document, ...args) => ask("query", document, args),
    mutate: (document, ...args) => ask("mutation", document, args),
    close: () => closing.abort(),
  };
}
