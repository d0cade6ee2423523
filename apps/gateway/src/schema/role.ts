import { roles } from "../auth/role.ts";
import { builder } from "./builder.ts";

export const RoleEnum = builder.enumType("Role", { values: roles });
