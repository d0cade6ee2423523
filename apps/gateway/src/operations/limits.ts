/** What one request may ask of the gateway. */
export const usageLimits = {
  /** Bytes of a request's body. */
  bodyBytes: 1024 * 1024,
  /** Tokens of a document; the whole introspection has about 400. */
  tokens: 4000,
} as const;
