import type { Secret } from "@plenticore/core";
import type { JSONWebKeySet } from "jose";
import type { Role } from "../role.ts";

/** The one algorithm that tokens may be signed with; it fixes the kind of key. */
export const jwtAlgorithms = ["HS256", "RS256", "ES256"] as const;

export type JwtAlgorithm = (typeof jwtAlgorithms)[number];

/** What signatures are checked with. */
export type JwtKey =
  | { readonly kind: "secret"; readonly secret: Secret }
  /** PEM. */
  | { readonly kind: "publicKey"; readonly pem: string }
  | { readonly kind: "jwks"; readonly jwks: JSONWebKeySet }
  | { readonly kind: "jwksUrl"; readonly url: string };

/** Where a claim stands: its name, or the names on the way to it. */
export type ClaimPath = readonly string[];

/** Which JSON Web Tokens are let in. */
export interface JwtConfig {
  readonly algorithm: JwtAlgorithm;
  readonly key: JwtKey;
  /** What `iss` must be. */
  readonly issuer: string;
  /** What `aud` must be, or hold. */
  readonly audience: string;
  /** How far the clocks may be apart, in seconds: so long a token is good before its `nbf` and after its `exp`. */
  readonly leewaySeconds: number;
  /** Holds a role, or several of which the highest counts. */
  readonly roleClaim: ClaimPath;
  /** Which role each value of the role claim stands for. Undefined: VIEWER, OPERATOR and ADMIN for themselves. */
  readonly roles: ReadonlyMap<string, Role> | undefined;
  /** Holds the plants that may be seen. */
  readonly plantsClaim: ClaimPath;
  /** Whether a token without that claim is refused; else it sees all plants. */
  readonly plantsRequired: boolean;
}

/** As many providers do it; longer would let revoked users in. */
export const defaultLeewaySeconds = 30;
export const defaultRoleClaim: ClaimPath = ["role"];
export const defaultPlantsClaim: ClaimPath = ["plants"];
