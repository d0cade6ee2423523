import type { FleetConfig, Secret } from "@plenticore/core";
import type { JwtConfig } from "../auth/jwt/options.ts";
import type { Role } from "../auth/role.ts";
import type { Limits } from "../limits/limits.ts";
import type { PersistedDocumentsConfig } from "../operations/persisted-documents.ts";
import type { TrustProxy } from "../server/client-address.ts";

/** A configuration without mistakes, with its secrets read. */
export interface GatewayConfig {
  readonly listen: ListenConfig;
  /** Neither keys nor jwt: everybody who reaches the address is ADMIN. */
  readonly keys: readonly KeyConfig[] | undefined;
  readonly jwt?: JwtConfig | undefined;
  readonly fleet: FleetConfig & { readonly readOnly: boolean };
  readonly secretPlaces: SecretPlaces;
  readonly limits: Limits;
  readonly expose: Expose;
  readonly persistedDocuments: PersistedDocumentsConfig;
  /** The fastest pace of live values, in seconds. */
  readonly fastestPaceSeconds: number;
}

/** Whether everybody who reaches the gateway is let in. */
export const isOpen = ({ keys, jwt }: Pick<GatewayConfig, "keys" | "jwt">): boolean =>
  keys === undefined && jwt === undefined;

/** What helps people who develop, and those who look for a way in. */
export interface Expose {
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  /** Whether errors tell names that were perhaps meant. */
  readonly suggestions: boolean;
  /** Whether GraphiQL is there. */
  readonly graphiql: boolean;
  /** Whether queries may be asked by GET. */
  readonly getQueries: boolean;
  /** Whether the dashboard is at `/`. */
  readonly dashboard: boolean;
}

/** The keys of an inverter that hold secrets. */
export const inverterSecrets = ["password", "masterKey", "serviceCode"] as const;

/** Where each secret of an inverter is kept, for people, without its value; by the inverter's id. */
export type SecretPlaces = ReadonlyMap<string, Partial<Readonly<Record<(typeof inverterSecrets)[number], string>>>>;

export interface ListenConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: Secret } | undefined;
  /** Pages of these origins may call; none: only the gateway's own. */
  readonly corsOrigins: readonly string[];
  readonly trustProxy: TrustProxy;
}

export interface KeyConfig {
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key, 32 bytes. */
  readonly digest: Uint8Array;
  /** Whether it has so few characters that it can be guessed. Default: false, since nothing is told by a hash. */
  readonly isShort?: boolean;
  /** The plants that it sees; undefined: all. */
  readonly plants: ReadonlySet<string> | undefined;
}

/** Devices answer slowly; nobody sees more. */
export const defaultFastestPaceSeconds = 1;

export const defaultListen = { host: "127.0.0.1", port: 4000 } as const;

/** What nothing else is told of: open where only this machine gets in, and without a key. The dashboard tells nothing without a key. */
export function defaultExpose(isOpen: boolean): Expose {
  return { introspection: isOpen, suggestions: isOpen, graphiql: isOpen, getQueries: isOpen, dashboard: true };
}

export const noPersistedDocuments: PersistedDocumentsConfig = { documents: new Map(), only: false };
