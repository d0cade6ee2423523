import { InverterControlsDocument, type InverterControlsQuery } from "@plenticore/client";
import { useCallback, useEffect, useRef } from "react";
import { type CombinedError, useQuery } from "urql";
import { useConnection } from "../data/context.tsx";
import { problemAt } from "../failure/problem.ts";

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
  if (data !== undefined && data !== null) known.current = withLast(data.inverter, error, known.current);
  const askAgain = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const { status } = useConnection();
  const wasLost = useRef(false);
  useEffect(() => {
    if (status === "waiting") wasLost.current = true;
    if (status !== "connected" || !wasLost.current) return;
    wasLost.current = false;
    askAgain();
  }, [status, askAgain]);
  const isUnanswered = error !== undefined && !data?.inverter;
  return { inverter: known.current, error, isUnanswered, fetching, askAgain };
}

/** What failed in the newest answer is taken from the one before, so that an outage takes away no form that somebody fills in. */
export function withLast(
  newest: ControlledInverter | null,
  error: CombinedError | undefined,
  last: ControlledInverter | null | undefined,
): ControlledInverter | null {
  if (last === null || last === undefined) return newest;
  if (newest === null) return error === undefined ? null : last;
  const lacks = (field: "capabilities" | "batteryTimePlan"): boolean =>
    newest[field] === null && problemAt(error, field) !== undefined;
  return {
    ...newest,
    ...(lacks("capabilities") && { capabilities: last.capabilities }),
    ...(lacks("batteryTimePlan") && { batteryTimePlan: last.batteryTimePlan }),
  };
}
