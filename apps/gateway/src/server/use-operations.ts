import type { IncomingMessage } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import { execute } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Viewer } from "../auth/viewer.ts";
import type { Operations } from "../operations/operations.ts";
import { checkParameterNames, checkPayload, checkSource } from "../operations/payload.ts";
import type { Payload } from "../operations/types.ts";
import type { Context } from "../schema/index.ts";
import type { Hold } from "./hold.ts";

/** What Yoga's context has besides. */
interface RequestContext extends Context {
  readonly params: Payload;
  readonly req: IncomingMessage;
}

export interface OperationsPluginOptions {
  readonly operations: Operations;
  readonly viewerOf: (request: Request) => Viewer;
  readonly hold: Hold;
}

/** Lets Yoga parse, validate and admit as every other way does: nothing is checked twice, or by other rules. */
export function useOperations(options: OperationsPluginOptions): Plugin<object, RequestContext> {
  const { operations, viewerOf, hold } = options;
  return {
    onParams({ params, request, setParams, context }) {
      // A document's id is a parameter of the url, too; Yoga knows the others.
      const payload: Payload | null = params;
      if (typeof payload !== "object" || payload === null) return;
      const named = { documentId: documentIdOf(request), ...payload };
      // Before Yoga looks at it, which tells the same in words of its own.
      checkParameterNames(named);
      checkPayload(named);
      if (operations.persisted.isNeeded(named)) setParams({ ...params, query: operations.persisted.sourceOf(named) });
      else checkSource(named.query);
      try {
        operations.admitDocument(named, viewerOf(request));
        return undefined;
      } catch (error) {
        const held = isPlenticoreError(error) ? hold(context.req) : undefined;
        if (held === undefined) throw error;
        return held.then(() => Promise.reject(error as Error));
      }
    },
    onParse({ params: { source }, setParseFn, context }) {
      const { params } = context as unknown as RequestContext;
      const checked = operations.checkFor(params, String(source));
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
      const operation = operations.prepare(context.params, context, context.req);
      setExecuteFn(async () => {
        if ("length" in operation) return { errors: operation };
        const result = await execute(operation.args);
        return operation.extensions === undefined ? result : { ...result, extensions: operation.extensions };
      });
    },
  };
}

function documentIdOf({ method, url }: Request): string | undefined {
  return method === "GET" ? (URL.parse(url)?.searchParams.get("documentId") ?? undefined) : undefined;
}
