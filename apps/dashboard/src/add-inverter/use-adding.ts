import { AddInverterDocument, TestInverterDocument, type TestInverterMutation } from "@plenticore/client";
import { useRef, useState } from "react";
import { useMutation } from "urql";
import { outcomeOf, type Problem } from "../failure/problem.ts";
import type { Certificate } from "./certificate-question.tsx";
import { type ConnectionInput, sameConnection } from "./draft.ts";

export type Tested = Extract<TestInverterMutation["testInverter"], { readonly __typename: "TestInverterSuccess" }>;

export interface NewInverter {
  readonly plantId: string;
  readonly id: string;
  readonly name: string;
  readonly peakPower: number | null;
  readonly connection: ConnectionInput;
}

interface Answered {
  readonly connection: ConnectionInput;
  /** Stays when saving fails for a reason that is not the connection's. */
  readonly tested?: Tested;
  readonly problem?: Problem;
  /** The one to compare, where that is the problem. */
  readonly certificate?: Certificate;
}

export interface Adding {
  readonly step: "idle" | "testing" | "saving";
  /** What the newest answer was, and to which connection. */
  readonly answered: Answered | undefined;
  /** Whether the inverter has refused just this. It must not be tried again: tries lock the account. */
  readonly isRefused: (connection: ConnectionInput) => boolean;
  readonly test: (connection: ConnectionInput) => Promise<void>;
  /** True: it is there. */
  readonly save: (inverter: NewInverter) => Promise<boolean>;
}

const refusals: ReadonlySet<string> = new Set(["WRONG_PASSWORD", "WRONG_SERVICE_CODE", "USER_LOCKED"]);

/** Trying and adding an inverter, one at a time. Nothing of it is kept when the page goes. */
export function useAdding(): Adding {
  const [, test] = useMutation(TestInverterDocument);
  const [, add] = useMutation(AddInverterDocument);
  const [step, setStep] = useState<Adding["step"]>("idle");
  const [answered, setAnswered] = useState<Answered>();
  const refused = useRef<ConnectionInput[]>([]);
  const failed = (connection: ConnectionInput, problem: Problem, tested?: Tested): void => {
    const isRefused = refusals.has(problem.code);
    if (isRefused) refused.current.push(connection);
    const certificate = certificateOf(problem);
    const isGood = tested !== undefined && !isRefused && certificate === undefined;
    setAnswered({
      connection,
      problem,
      ...(certificate !== undefined && { certificate }),
      ...(isGood && { tested }),
    });
  };
  return {
    step,
    answered,
    isRefused: (connection) => refused.current.some((other) => sameConnection(other, connection)),
    test: async (connection) => {
      if (step !== "idle") return;
      setStep("testing");
      setAnswered(undefined);
      const answer = await test({ input: connection });
      const outcome = outcomeOf(answer, ({ testInverter }) => testInverter, "TestInverterSuccess");
      // A test changes nothing.
      if ("problem" in outcome) failed(connection, { ...outcome.problem, isWrite: false });
      else setAnswered({ connection, tested: outcome.success });
      setStep("idle");
    },
    save: async (inverter) => {
      if (step !== "idle") return false;
      setStep("saving");
      const outcome = outcomeOf(
        await add({ input: inverter }),
        ({ addInverter }) => addInverter,
        "InverterActionSuccess",
      );
      if ("problem" in outcome) failed(inverter.connection, outcome.problem, answered?.tested);
      setStep("idle");
      return !("problem" in outcome);
    },
  };
}

function certificateOf(problem: Problem): Certificate | undefined {
  const { fingerprint256, subject, validTo } = problem as Problem & Partial<Certificate>;
  if (fingerprint256 === undefined || subject === undefined || validTo === undefined) return undefined;
  return { fingerprint256, subject, validTo };
}
