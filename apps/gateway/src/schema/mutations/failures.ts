import {
  PlenticoreError,
  quantity,
  type RangeReference,
  type SettingReference,
  type Timestamp,
} from "@plenticore/core";
import { type Role, roles } from "../../auth/role.ts";
import type { Viewer } from "../../auth/viewer.ts";
import { ConfigurationProblem } from "../../config/problem.ts";
import { WeekdayEnum } from "../battery-plan.ts";
import { builder } from "../builder.ts";
import { ErrorCodeEnum } from "../error-code.ts";
import { RoleEnum } from "../role.ts";

type Certificate = NonNullable<PlenticoreError["certificate"]>;

/** BAD_INPUT that names the field of the input. */
export const inputError = (path: string, message: string, inverterId: string): ConfigurationProblem =>
  new ConfigurationProblem("BAD_INPUT", path, `${inverterId}: ${message}`, { inverterId });

/** An error as a member of a result. It wraps the error, since GraphQL throws an Error that a resolver returns. */
interface Wrapped<Name extends string> {
  readonly failure: Name;
  readonly error: PlenticoreError;
}

export type InverterFailure = Wrapped<"InverterFailure">;
export type SettingFailure = Wrapped<"SettingFailure"> & { readonly setting: SettingReference };
export type RangeFailure = Wrapped<"RangeFailure"> & { readonly range: RangeReference };
export type ForbiddenFailure = Wrapped<"ForbiddenFailure"> & { readonly required: Role };
export type ConfigurationFailure = Wrapped<"ConfigurationFailure"> & { readonly path: string | null };
export type CertificateFailure = Wrapped<"CertificateFailure"> & { readonly certificate: Certificate };

export type Failure =
  | InverterFailure
  | SettingFailure
  | RangeFailure
  | ForbiddenFailure
  | ConfigurationFailure
  | CertificateFailure;

const FailureRef = builder.interfaceRef<Failure>("Failure").implement({
  resolveType: ({ failure }) => failure,
  fields: (t) => ({
    code: t.field({ type: ErrorCodeEnum, nullable: false, resolve: ({ error }) => error.code }),
    message: t.string({ nullable: false, resolve: ({ error }) => error.message }),
  }),
});

export const InverterFailureRef = builder.objectRef<InverterFailure>("InverterFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({
    inverterId: t.id({ resolve: ({ error }) => error.inverterId }),
    retryable: t.boolean({ nullable: false, resolve: ({ error }) => error.retryable }),
    retryAfterMs: t.int({ resolve: ({ error }) => error.retryAfterMs }),
  }),
});

export const SettingFailureRef = builder.objectRef<SettingFailure>("SettingFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({
    moduleId: t.string({ nullable: false, resolve: ({ setting }) => setting.moduleId }),
    settingId: t.string({ nullable: false, resolve: ({ setting }) => setting.settingId }),
    min: t.string({ resolve: ({ setting }) => setting.min }),
    max: t.string({ resolve: ({ setting }) => setting.max }),
  }),
});

export const RangeFailureRef = builder.objectRef<RangeFailure>("RangeFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({
    day: t.field({ type: WeekdayEnum, nullable: false, resolve: ({ range }) => range.day }),
    from: t.field({ type: "QuarterHour", nullable: false, resolve: ({ range }) => range.from }),
    to: t.field({ type: "QuarterHour", nullable: false, resolve: ({ range }) => range.to }),
  }),
});

export const ForbiddenFailureRef = builder.objectRef<ForbiddenFailure>("ForbiddenFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({ required: t.expose("required", { type: RoleEnum, nullable: false }) }),
});

export const ConfigurationFailureRef = builder.objectRef<ConfigurationFailure>("ConfigurationFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({ path: t.exposeString("path") }),
});

export const CertificateFailureRef = builder.objectRef<CertificateFailure>("CertificateFailure").implement({
  interfaces: [FailureRef],
  fields: (t) => ({
    fingerprint256: t.string({ nullable: false, resolve: ({ certificate }) => certificate.fingerprint256 }),
    subject: t.string({ nullable: false, resolve: ({ certificate }) => certificate.subject }),
    validTo: t.field({
      type: "DateTime",
      nullable: false,
      resolve: ({ certificate }) => quantity<Timestamp>(Date.parse(certificate.validTo)),
    }),
  }),
});

/** What can become of a write on its way to the inverter, beside what is the inverter's own. */
export interface DetailedFailures {
  readonly setting: SettingFailure;
  readonly range: RangeFailure;
  readonly certificate: CertificateFailure;
  readonly configuration: ConfigurationFailure;
}

export type Detail = keyof DetailedFailures;

/** The member for an error: the one of its detail, where the result has that, else the inverter's. */
export function failureOf<Details extends Detail>(
  error: PlenticoreError,
  details: readonly Details[],
): InverterFailure | DetailedFailures[Details];
export function failureOf(error: PlenticoreError, details: readonly Detail[]): Failure {
  const { setting, range, certificate } = error;
  if (setting !== undefined && details.includes("setting")) return { failure: "SettingFailure", error, setting };
  if (range !== undefined && details.includes("range")) return { failure: "RangeFailure", error, range };
  if (certificate !== undefined && details.includes("certificate")) {
    return { failure: "CertificateFailure", error, certificate };
  }
  if (error instanceof ConfigurationProblem && details.includes("configuration")) {
    return configurationFailure(error);
  }
  return { failure: "InverterFailure", error };
}

export const configurationFailure = (error: PlenticoreError): ConfigurationFailure => ({
  failure: "ConfigurationFailure",
  error,
  path: error instanceof ConfigurationProblem ? error.path : null,
});

export function forbidden({ name, role }: Viewer, action: string, required: Role): ForbiddenFailure {
  const who = roles.slice(roles.indexOf(required)).join(" or ");
  const message = `the key "${name}" has the role ${role}; ${action} needs ${who}`;
  return { failure: "ForbiddenFailure", error: new PlenticoreError("FORBIDDEN", message), required };
}
