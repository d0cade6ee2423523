import type { Plugin } from "graphql-yoga";
import { extensionsOf } from "../errors.ts";

/** Validation has no hook for masking: its errors get the code of the table here. */
export function useErrors(): Plugin {
  return {
    onValidate() {
      return ({ valid, result }) => {
        if (valid) return;
        for (const error of result) Object.assign(error.extensions, extensionsOf("BAD_INPUT"), error.extensions);
      };
    },
  };
}
