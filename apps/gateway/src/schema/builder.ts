import {
  type Ampere,
  type AmpereHour,
  type Celsius,
  type Gram,
  type Hertz,
  type Inverter,
  type Ohm,
  type Percent,
  type Plant,
  PlenticoreError,
  type Second,
  type Timestamp,
  type Volt,
  type VoltAmpere,
  type VoltAmpereReactive,
  type Watt,
  type WattHour,
} from "@plenticore/core";
import SchemaBuilder from "@pothos/core";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import type { Audit } from "../audit.ts";
import { type Role, roleSuffices } from "../auth/role.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { FleetChanges } from "../config/running.ts";
import type { SecretPlaces } from "../config/types.ts";
import type { DeviceLogins } from "../limits/device-logins.ts";
import type { LimitHits } from "../limits/hits.ts";
import type { Limits } from "../limits/limits.ts";

/** What every resolver gets. */
export interface Context {
  readonly viewer: Viewer;
  /** Ends when the client goes away. */
  readonly signal: AbortSignal;
  /** Takes one line of every write. */
  readonly audit: Audit;
  readonly secretPlaces: SecretPlaces;
  /** Changes of the fleet itself. */
  readonly changes: FleetChanges;
  readonly limits: Limits;
  readonly hits: LimitHits;
  /** Guards the inverters' accounts. */
  readonly logins: DeviceLogins;
}

/** A scalar that goes in and out as the same type. */
export interface Scalar<Type> {
  Input: Type;
  Output: Type;
}

export const builder = new SchemaBuilder<{
  Context: Context;
  AuthScopes: { role: Role };
  Scalars: {
    ID: Scalar<string>;
    DateTime: Scalar<Timestamp>;
    Date: Scalar<string>;
    QuarterHour: Scalar<string>;
    Watt: Scalar<Watt>;
    WattHour: Scalar<WattHour>;
    Volt: Scalar<Volt>;
    Ampere: Scalar<Ampere>;
    AmpereHour: Scalar<AmpereHour>;
    VoltAmpere: Scalar<VoltAmpere>;
    VoltAmpereReactive: Scalar<VoltAmpereReactive>;
    Hertz: Scalar<Hertz>;
    Ohm: Scalar<Ohm>;
    Celsius: Scalar<Celsius>;
    Gram: Scalar<Gram>;
    Percent: Scalar<Percent>;
    Second: Scalar<Second>;
  };
}>({
  plugins: [ScopeAuthPlugin],
  scopeAuth: {
    authScopes: ({ viewer }) => ({ role: (required) => roleSuffices(viewer.role, required) }),
    unauthorizedError: (_parent, { viewer }, { fieldName }) =>
      new PlenticoreError(
        "FORBIDDEN",
        `the key "${viewer.name}" has the role ${viewer.role}, which does not allow ${fieldName}`,
      ),
  },
});

type Types = typeof builder.$inferSchemaTypes;

/** Makes the fields that a file adds to Inverter. */
export type InverterFields = PothosSchemaTypes.ObjectFieldBuilder<Types, Inverter>;

/** Makes the fields that a file adds to Plant. */
export type PlantFields = PothosSchemaTypes.ObjectFieldBuilder<Types, Plant>;

/** Makes the fields that a file adds to Mutation. */
export type MutationFields = PothosSchemaTypes.MutationFieldBuilder<Types, Types["Root"]>;

/** The scope of every read. */
export const reading = { role: "VIEWER" } as const satisfies { role: Role };
