import type { Writable } from "@plenticore/core";
import { builder } from "./builder.ts";

export const WritableEnum = builder.enumType("Writable", {
  values: ["YES", "NO", "UNKNOWN"] as const satisfies readonly Writable[],
});
