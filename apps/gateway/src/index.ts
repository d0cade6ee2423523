export { type LoadOptions, loadConfiguration } from "./config/load.ts";
export { ConfigurationError, type Mistake } from "./config/mistakes.ts";
export type { GatewayConfig, KeyConfig, ListenConfig } from "./config/types.ts";
export { createLogger, type Log, type Logger, type LoggerOptions, type LogLevel } from "./log.ts";
export { printedSchema, schema } from "./schema/index.ts";
export { type Gateway, type GatewayOptions, startGateway } from "./server/start.ts";
// Not exported: the commands, which own a process, and Yoga's plugins, which only together keep keys and limits.
