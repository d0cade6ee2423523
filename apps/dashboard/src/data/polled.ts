import type { QueryDocument } from "@plenticore/client";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { useQuery } from "urql";
import { now, onSecond } from "./clock.ts";
import { type Newest, useData } from "./context.tsx";
import { keepParts } from "./keep-parts.ts";
import { memoryKey } from "./memory.ts";
import { useReturn, useRounds } from "./rounds.ts";

/** A query whose last good answer stays while the gateway is away. */
export interface Polled<Result> {
  /** Undefined until the first answer. Parts that fail keep what they had, as `keepParts` does; they are null where they had nothing. */
  readonly data: Result | undefined;
  /** When it came, on the page's own clock; undefined until then. */
  readonly receivedAt: number | undefined;
  /** The answer is of several rounds ago: none came since. */
  readonly stale: boolean;
  /** What is wrong with the newest answer, or its parts. */
  readonly error: ReturnType<typeof useQuery>[0]["error"];
  readonly refresh: () => void;
}

interface Kept<Result> extends Newest<Result> {
  /** As it came. */
  readonly answer: Result;
}

/** Rounds without an answer, after which the last one is called old. One may be slow. */
const staleRounds = 3;

/** Whether an answer that was asked for each `seconds` is too old to be called current. */
const isOverdue = ({ receivedAt }: Newest<unknown>, seconds: number, at: number): boolean =>
  at - receivedAt > staleRounds * seconds * 1000;

/** Asks at once, then each `seconds` while the page can be seen, and when the connection is back. */
export function usePolled<Result, Variables extends Readonly<Record<string, unknown>>>(
  query: QueryDocument<Result, Variables>,
  variables: Variables,
  seconds: number,
): Polled<Result> {
  const [{ data, error, operation }, execute] = useQuery<Result, Variables>({ query: query as never, variables });
  const { memory, client } = useData().session;
  const key = memoryKey(query.name, variables);
  // Until the first answer to other variables urql holds the one to those before.
  const isOurs = operation !== undefined && memoryKey(query.name, operation.variables) === key;
  const before = memory.get<Kept<Result>>(key);
  if (isOurs && data !== undefined && data !== null && before?.answer !== data) {
    const kept = keepParts(before?.data, data, error?.graphQLErrors ?? []);
    memory.keep(key, { answer: data, data: kept, receivedAt: now() });
  }
  const newest = memory.get<Kept<Result>>(key);
  const stale = useSyncExternalStore(onSecond, () => newest !== undefined && isOverdue(newest, seconds, now()));
  const refresh = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  useRounds(refresh, seconds);
  useReturn(client.connection, refresh);
  return { data: newest?.data, receivedAt: newest?.receivedAt, stale, error: isOurs ? error : undefined, refresh };
}

/**
 * Asks at once when more inverters report than the newest answer knows of: who came (back) waits for no next round.
 * @param known undefined: there is no answer yet
 */
export function useCatchUp({ refresh }: Pick<Polled<unknown>, "refresh">, reporting: number, known?: number): void {
  useEffect(() => {
    if (known !== undefined && reporting > known) refresh();
  }, [reporting, known, refresh]);
}

/** The last that was there, while there is nothing: for what only its language or its like makes another. */
export function useKept<T>(value: T | undefined): T | undefined {
  const kept = useRef(value);
  if (value !== undefined) kept.current = value;
  return kept.current;
}
