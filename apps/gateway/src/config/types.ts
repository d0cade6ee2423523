import type { FleetConfig, Secret } from "@plenticore/core";
import type { JwtConfig } from "../auth/jwt/options.ts";
import type { Role } from "../auth/role.ts";
import type { LiveLimits } from "../live/limits.ts";
import type { TrustProxy } from "../server/client-address.ts";

/** A configuration without mistakes, with its secrets read. */
export interface GatewayConfig {
  readonly listen: ListenConfig;
  /** Neither keys nor jwt: everybody who reaches the address is ADMIN. */
  readonly keys: readonly KeyConfig[] | undefined;
  readonly jwt?: JwtConfig | undefined;
  readonly fleet: FleetConfig & { readonly readOnly: boolean };
  readonly secretPlaces: SecretPlaces;
  readonly limits: LiveLimits;
  /** The fastest pace of live values, in seconds. */
  readonly fastestPaceSeconds: number;
}

/** Whether everybody who reaches the gateway is let in. */
export const isOpen = ({ keys, jwt }: Pick<GatewayConfig, "keys" | "jwt">): boolean =>
  keys === undefined && jwt === undefined;

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
  /** The plants that it sees; undefined: all. */
  readonly plants: ReadonlySet<string> | undefined;
}

/** Devices answer slowly; nobody sees more. */
export const defaultFastestPaceSeconds = 1;

export const defaultListen = { host: "127.0.0.1", port: 4000 } as const;
