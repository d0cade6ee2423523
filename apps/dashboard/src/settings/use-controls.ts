import { InverterControlsDocument, type InverterControlsQuery } from "@plenticore/client";
import { useCallback, useRef } from "react";
import { type CombinedError, useQuery } from "urql";
import { useData } from "../data/context.tsx";
import { keepParts } from "../data/keep-parts.ts";
import { useReturn } from "../data/rounds.ts";

export type ControlledInverter = NonNullable<InverterControlsQuery["inverter"]>;

export interface Controls {
  /** Undefined until the first answer; null: there is none of this id. What was told last stays where a newer answer lacks it. */
  readonly inverter: ControlledInverter | null | undefined;
  readonly error: CombinedError | undefined;
  /** Whether the newest answer tells nothing at all, for `error`. */
  readonly isUnanswered: boolean;
  readonly fetching: boolean;
  readonly askAgain: () => void;
}

/** What may be changed of an inverter: asked once, when it is said to have changed, and when the gateway is back. */
export function useControls(inverterId: string): Controls {
  const [{ data, error, fetching }, ask] = useQuery({ query: InverterControlsDocument, variables: { inverterId } });
  const known = useRef<ControlledInverter | null>(undefined);
  const answer = useRef(data);
  // Once an answer: what is made of it is the same until the next one.
  if (data !== undefined && data !== null && (answer.current !== data || known.current === undefined)) {
    answer.current = data;
    known.current = keepParts({ inverter: known.current }, data, error?.graphQLErrors ?? []).inverter;
  }
  const askAgain = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  useReturn(useData().session.client.connection, askAgain);
  const isUnanswered = error !== undefined && !data?.inverter;
  return { inverter: known.current, error, isUnanswered, fetching, askAgain };
}
