import type { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { extensionsOf } from "../errors.ts";

/** Validation has no hook for masking: its errors get the code of the table here. */
export function useErrors(): Plugin {
  return {
    onValidate() {
      return ({ valid, result }) => {
        if (valid) return;
        for (const { extensions } of result as readonly GraphQLError[]) {
          Object.assign(extensions, extensionsOf("BAD_INPUT"), extensions);
        }
      };
    },
  };
}
