import { GatewayError } from "@plenticore/client";
import { CombinedError } from "urql";
import { expect, test } from "vitest";
import { isOutcomeUnknown, outcomeOf, problemAt, problemOf } from "../../src/failure/problem.ts";

const fieldError = {
  message: "busy",
  path: ["inverter", "capabilities"],
  extensions: { code: "DEVICE_BUSY", retryAfterMs: 900 },
};

test("no answer at all keeps its code", () => {
  const networkError = new GatewayError("TIMEOUT", "no answer within 30 s", { retryable: false });
  expect(problemOf(new CombinedError({ networkError }))).toMatchObject({ code: "TIMEOUT" });
  expect(problemOf(new CombinedError({ networkError: new Error("x") })).code).toBe("GATEWAY_UNREACHABLE");
});

test("a field's error is found by its field only", () => {
  const error = new CombinedError({ graphQLErrors: [fieldError] });
  expect(problemOf(error)).toEqual({ code: "DEVICE_BUSY", message: "busy", retryAfterMs: 900 });
  expect(problemAt(error, "capabilities")?.code).toBe("DEVICE_BUSY");
  expect(problemAt(error, "batteryTimePlan")).toBeUndefined();
  expect(problemAt(undefined, "capabilities")).toBeUndefined();
});

type Result =
  | { __typename: "Done"; id: string }
  | { __typename: "InverterFailure"; code: "OUT_OF_RANGE"; message: string };
const result = ({ act }: { act: Result }): Result => act;

test("a mutation gives its success, or why not, whatever is missing", () => {
  expect(outcomeOf({ data: { act: { __typename: "Done", id: "a" } } }, result, "Done")).toMatchObject({
    success: { id: "a" },
  });
  const failure: Result = { __typename: "InverterFailure", code: "OUT_OF_RANGE", message: "too much" };
  expect(outcomeOf({ data: { act: failure } }, result, "Done")).toMatchObject({ problem: { code: "OUT_OF_RANGE" } });
  const error = new CombinedError({ graphQLErrors: [fieldError] });
  expect(outcomeOf<{ act: Result }, Result, "Done">({ error }, result, "Done")).toMatchObject({
    problem: { code: "DEVICE_BUSY" },
  });
  expect(outcomeOf<{ act: Result }, Result, "Done">({}, result, "Done")).toMatchObject({
    problem: { code: "NOT_GRAPHQL" },
  });
});

test("what a mutation failed with is the failure of a write; without an answer nobody knows what came of it", () => {
  const failures = [
    outcomeOf<{ act: Result }, Result, "Done">({}, result, "Done"),
    outcomeOf({ data: { act: { __typename: "InverterFailure", code: "OUT_OF_RANGE", message: "" } } }, result, "Done"),
    outcomeOf<{ act: Result }, Result, "Done">(
      { error: new CombinedError({ networkError: new GatewayError("TIMEOUT", "late", { retryable: false }) }) },
      result,
      "Done",
    ),
  ].map((outcome) => ("problem" in outcome ? outcome.problem : undefined));
  expect(failures.map((problem) => problem?.isWrite)).toEqual([true, true, true]);
  expect(failures.map((problem) => problem !== undefined && isOutcomeUnknown(problem))).toEqual([true, false, true]);
});
