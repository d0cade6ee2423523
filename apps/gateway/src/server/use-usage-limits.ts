import { parse } from "graphql";
import type { Plugin } from "graphql-yoga";

/** What one request may ask of the gateway. */
export const usageLimits = {
  /** Bytes of a request's body. */
  bodyBytes: 1024 * 1024,
  /** Tokens of a document; the whole introspection has about 400. */
  tokens: 4000,
} as const;

/** Documents over the limit are refused while they are parsed. */
export function useUsageLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string, options?: object) => parse(source, { ...options, maxTokens: usageLimits.tokens }));
    },
  };
}
