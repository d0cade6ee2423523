import { type ErrorCode, errorTable } from "@plenticore/core";
import { builder } from "./builder.ts";

export const ErrorCodeEnum = builder.enumType("ErrorCode", {
  description: "The one table of failures; docs/errors.md tells meaning, retry and cure of each.",
  values: Object.fromEntries(
    Object.entries(errorTable).map(([code, { meaning, cure }]) => [code, { description: `${meaning} ${cure}` }]),
  ) as Record<ErrorCode, { description: string }>,
});
