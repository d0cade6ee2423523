import { type ErrorCode, type ErrorDetails, type Inverter, isPlenticoreError, PlenticoreError } from "@plenticore/core";
import type { GraphQLResolveInfo } from "graphql";
import type { AuditChange, AuditEntry } from "../../audit.ts";
import type { Role } from "../../auth/role.ts";
import { withoutPlaces } from "../../config/problem.ts";
import type { Context } from "../builder.ts";
import { notFound } from "../not-found.ts";
import {
  type Detail,
  type DetailedFailures,
  type Failure,
  type ForbiddenFailure,
  failureOf,
  forbidden,
  type InverterFailure,
} from "./failures.ts";

export interface Written<Success> {
  readonly success: Success;
  /** For the audit. */
  readonly changes?: readonly AuditChange[];
}

/** Something was written, and the state after it can't be told. */
export class UnconfirmedWrite extends PlenticoreError {
  /** For the audit: what was written nevertheless. */
  readonly changes: readonly AuditChange[];

  constructor(code: ErrorCode, message: string, changes: readonly AuditChange[], details: ErrorDetails) {
    super(code, message, details);
    this.changes = changes;
  }
}

interface AuditedOptions<Input, Success, Failed> {
  /** The least that may do it. */
  readonly role: Role;
  /** Whom it concerns, for the audit. */
  readonly concerns: (input: Input) => string | null;
  /** What the audit tells of the input, never a secret. */
  readonly wanted: (input: Input) => unknown;
  readonly run: (input: Input, context: Context) => Promise<Written<Success>>;
  /** The member of the result that an error becomes. */
  readonly failure: (error: PlenticoreError) => Failed;
}

/** What all mutations do alike: the role, failures as members of the result, one line of audit. */
export function audited<Input, Success, Failed>(options: AuditedOptions<Input, Success, Failed>) {
  const { role, concerns, wanted, run, failure } = options;
  return {
    authScopes: { role },
    unauthorizedResolver: (
      _root: object,
      { input }: { input: Input },
      { viewer, audit }: Context,
      { fieldName: action }: GraphQLResolveInfo,
    ): ForbiddenFailure => {
      audit({ action, key: viewer.name, inverterId: concerns(input), outcome: "FORBIDDEN" });
      return forbidden(viewer, action, role);
    },
    resolve: async (
      _root: object,
      { input }: { input: Input },
      context: Context,
      { fieldName: action }: GraphQLResolveInfo,
    ): Promise<Success | Failed> => {
      const { viewer, audit } = context;
      const end = (outcome: AuditEntry["outcome"], more: Pick<AuditEntry, "changes" | "reason"> = {}): void =>
        audit({ action, key: viewer.name, inverterId: concerns(input), wanted: wanted(input), ...more, outcome });
      try {
        const { success, changes } = await run(input, context);
        end("DONE", changes && { changes });
        return success;
      } catch (error) {
        if (!isPlenticoreError(error)) {
          end("INTERNAL");
          throw error;
        }
        // What is wrong with a setting may quote its value.
        end(error.code, {
          ...(error.setting === undefined && { reason: error.message }),
          ...(error instanceof UnconfirmedWrite && { changes: error.changes }),
        });
        return failure(viewer.isLimited ? withoutPlaces(error) : error);
      }
    },
  };
}

export interface WriteOptions<Input, Success, Details extends Detail> {
  readonly role: Role;
  /** The failures that the result has beside those of the inverter and of the role. */
  readonly details: readonly Details[];
  /** Default: all but the inverter's id. */
  readonly wanted?: (input: Input) => unknown;
  readonly run: (inverter: Inverter, input: Input, context: Context) => Promise<Written<Success>>;
}

/** A mutation of one inverter that the viewer can see. */
export const write = <Input extends { readonly inverterId: string }, Success, Details extends Detail = never>({
  role,
  details,
  wanted = withoutId,
  run,
}: WriteOptions<Input, Success, Details>) =>
  audited<Input, Success, InverterFailure | DetailedFailures[Details]>({
    role,
    concerns: ({ inverterId }) => inverterId,
    wanted,
    run: (input, context) => run(inverterFor(context, input.inverterId), input, context),
    failure: (error) => failureOf(error, details),
  });

/** @throws PlenticoreError NOT_FOUND, also where the viewer may not see it */
export const inverterFor = ({ viewer }: Context, inverterId: string): Inverter =>
  viewer.fleet.inverter(inverterId) ?? notFound("inverter", inverterId);

const withoutId = (input: object): unknown =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name !== "inverterId"));

/** Tells the members of a result apart. */
export const typeOf =
  (success: string) =>
  (value: object | Failure): string =>
    "failure" in value ? value.failure : success;
