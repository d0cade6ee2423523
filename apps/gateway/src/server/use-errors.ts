import type { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { discreetMessage } from "../discreet-message.ts";
import { extensionsOf } from "../errors.ts";

/** Validation has no hook for masking: its errors get the code of the table here, and repeat no secrets. */
export function useErrors(): Plugin {
  return {
    onValidate() {
      return ({ valid, result }) => {
        if (valid) return;
        for (const error of result as readonly GraphQLError[]) {
          const { extensions } = error;
          error.message = discreetMessage(error);
          Object.assign(extensions, extensionsOf("BAD_INPUT"), extensions);
        }
      };
    },
  };
}
