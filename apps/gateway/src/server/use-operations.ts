import { execute } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Operations } from "../operations/operations.ts";
import type { Payload } from "../operations/types.ts";
import type { Context } from "../schema/index.ts";

/** What Yoga's context has besides. */
interface RequestContext extends Context {
  readonly params: Payload;
}

/** Lets Yoga parse, validate and admit as every other way does: nothing is checked twice, or by other rules. */
export function useOperations(operations: Operations): Plugin<object, RequestContext> {
  return {
    onParse({ params: { source }, setParseFn }) {
      const checked = operations.check(String(source));
      setParseFn(() => {
        if ("errors" in checked) throw new AggregateError(checked.errors);
        return checked.document;
      });
    },
    onValidate({ setResult }) {
      // What is not valid was refused above.
      setResult([]);
    },
    onExecute({ args, setExecuteFn }) {
      const context = args.contextValue as unknown as RequestContext;
      const operation = operations.prepare(context.params, context);
      setExecuteFn(() => ("length" in operation ? { errors: operation } : execute(operation.args)));
    },
  };
}
