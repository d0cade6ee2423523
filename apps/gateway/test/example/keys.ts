import { digestOf } from "../../src/auth/api-key.ts";
import type { Role } from "../../src/auth/role.ts";
import type { KeyConfig } from "../../src/config/types.ts";

/** A key of a configuration; the key itself is `${name}-key`. */
export const keyOf = (name: string, role: Role, plants?: readonly string[]): KeyConfig => ({
  name,
  role,
  digest: digestOf(`${name}-key`),
  plants: plants && new Set(plants),
});
