export { createPlenticoreClient, type PlenticoreClient, type SubscribeOptions } from "./client.ts";
export {
  defineMutation,
  defineQuery,
  defineSubscription,
  type Keeps,
  type MutationDocument,
  type QueryDocument,
  type SubscriptionDocument,
  type TypedDocument,
} from "./document.ts";
export { type ClientErrorCode, type FieldError, GatewayError, isGatewayError } from "./errors.ts";
// Documents and their types are many, and all are meant for users.
export * from "./generated/documents.ts";
export type * from "./generated/types.ts";
export { createHttpClient, type HttpClient, type RequestOptions } from "./http-client.ts";
export type { Connection, ConnectionState } from "./live/connection-state.ts";
export type { ClientOptions, KeySource, LiveTransport } from "./options.ts";
export {
  type CompleteResult,
  completeData,
  type FailedResult,
  type LiveResult,
  type PartialResult,
  type Result,
} from "./result.ts";
export type { Runtime } from "./runtime.ts";
