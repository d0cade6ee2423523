import type { JSONWebKeySet } from "jose";
import {
  defaultLeewaySeconds,
  defaultPlantsClaim,
  defaultRoleClaim,
  type JwtConfig,
  type JwtKey,
} from "../auth/jwt/options.ts";
import type { JwtFile } from "./jwt-schema.ts";
import type { SecretStore } from "./secret-store.ts";

/** `auth.jwt` of a checked file; `jwtKeyMistakes` found nothing in its keys. */
export function toJwtConfig(file: JwtFile, secrets: SecretStore): JwtConfig {
  const { algorithm, issuer, audience, leewaySeconds = defaultLeewaySeconds, claims, roles } = file;
  return {
    algorithm,
    key: keyOf(file, secrets),
    issuer,
    audience,
    leewaySeconds,
    roleClaim: claims?.role ?? defaultRoleClaim,
    roles: roles && new Map(Object.entries(roles)),
    plantsClaim: claims?.plants ?? defaultPlantsClaim,
    plantsRequired: claims?.plants !== undefined,
  };
}

function keyOf({ secret, publicKey, jwks }: JwtFile, secrets: SecretStore): JwtKey {
  if (secret) return { kind: "secret", secret: secrets.at("auth", "jwt", "secret") };
  if (publicKey) return { kind: "publicKey", pem: secrets.at("auth", "jwt", "publicKey").reveal() };
  if (jwks?.url !== undefined) return { kind: "jwksUrl", url: jwks.url };
  return { kind: "jwks", jwks: JSON.parse(secrets.at("auth", "jwt", "jwks", "file").reveal()) as JSONWebKeySet };
}
