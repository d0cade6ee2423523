import { quantity, type ReadOptions, type Second } from "@plenticore/core";
import type { Context } from "./builder.ts";

/** The default of every `maxAge`. */
export const defaultMaxAge = quantity<Second>(1);

/** `maxAge` as core wants it; null asks for core's default. */
export const readOptions = (maxAge: Second | null | undefined, { signal }: Context): ReadOptions =>
  maxAge === null || maxAge === undefined ? { signal } : { signal, maxAgeMs: maxAge * 1000 };
