import { PlenticoreError } from "@plenticore/core";
import type { JWTPayload } from "jose";
import { type Role, roles } from "../role.ts";
import type { ClaimPath, JwtConfig } from "./options.ts";

/** What a checked token says about who sends it. */
export interface Claimed {
  /** `sub`. */
  readonly name: string;
  readonly role: Role;
  /** Undefined: all. */
  readonly plants: ReadonlySet<string> | undefined;
  /** Until when it is good, leeway included, in ms since epoch. */
  readonly until: number;
}

/** What is longer is no name. */
const maxNameLength = 200;

/** @throws PlenticoreError UNAUTHENTICATED, naming the claim that is missing or can't be used, and never its value */
export function readClaims(payload: JWTPayload, config: JwtConfig): Claimed {
  const { sub: name, exp } = payload;
  if (typeof name !== "string" || name === "" || name.length > maxNameLength) throw unusable(["sub"]);
  if (exp === undefined) throw unusable(["exp"]);
  return {
    name,
    role: roleOf(payload, config),
    plants: plantsOf(payload, config),
    until: (exp + config.leewaySeconds) * 1000,
  };
}

/** Without a role nobody comes in: there is none to be assumed. */
function roleOf(payload: JWTPayload, { roleClaim, roles: configured }: JwtConfig): Role {
  const known = configured ?? ownNames;
  const claimed = textsOf(valueAt(payload, roleClaim)) ?? [];
  const found = new Set(claimed.map((text) => known.get(text)));
  const highest = roles.findLast((role) => found.has(role));
  if (highest === undefined) throw unusable(roleClaim);
  return highest;
}

const ownNames: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role, role]));

function plantsOf(payload: JWTPayload, { plantsClaim, plantsRequired }: JwtConfig): ReadonlySet<string> | undefined {
  const claimed = valueAt(payload, plantsClaim);
  if (claimed === undefined && !plantsRequired) return undefined;
  const plants = textsOf(claimed);
  // A limit that can't be read must not become none.
  if (plants === undefined) throw unusable(plantsClaim);
  return new Set(plants);
}

/** Undefined where there is no such claim. */
function valueAt(payload: JWTPayload, path: ClaimPath): unknown {
  let value: unknown = payload;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A text or a list of texts; undefined: something else. */
function textsOf(value: unknown): readonly string[] | undefined {
  const list: unknown = typeof value === "string" ? [value] : value;
  return Array.isArray(list) && list.every((item): item is string => typeof item === "string") ? list : undefined;
}

const unusable = (path: ClaimPath): PlenticoreError =>
  new PlenticoreError("UNAUTHENTICATED", `the token's claim ${path.join(".")} is missing or names nothing known here`);
