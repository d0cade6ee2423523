export { errorBodyLimits } from "./answer.ts";
export { createRestClient, type RestClient } from "./client.ts";
export { StreamError } from "./errors.ts";
// The generated index names what it exports one by one; the list follows the specification.
export * from "./generated/index.ts";
export { defaults, type RestOptions, type TlsOptions } from "./options.ts";
export { type RestRuntime, systemRuntime } from "./runtime.ts";
