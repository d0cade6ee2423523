import { defaultLiveLimits, type LiveLimits } from "../live/limits.ts";

/** What one request may ask, one key may do, and one connection may hold. README.md tells each with its default. */
export interface RequestLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Tokens of a document; the whole introspection has about 400. */
  readonly tokens: number;
  /** Fields on top of each other, and lists and objects of variables in each other. */
  readonly depth: number;
  /** Fields and fragments of an operation, each wherever it is spread. */
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Requests to inverters that an operation may cause; what is kept or merged costs nothing. */
  readonly complexity: number;
  /** Fields that an answer may hold, lists multiplied. */
  readonly answerFields: number;
  /** `max` of `events`. */
  readonly events: number;
  /** `first` of `logData`. */
  readonly logDataRows: number;
  /** Requests of one key: those of five seconds at once, then evenly. */
  readonly requestsPerMinute: number;
  /** Documents of one key that were not checked before, a long one once for each 1,000 characters: those of a minute at once, then evenly. */
  readonly newDocumentsPerMinute: number;
  /** Fields of mutations of one key: those of a minute at once, then evenly. */
  readonly writesPerMinute: number;
  /** Those among them that log in to an inverter. */
  readonly loginsPerMinute: number;
  /** Secrets that one inverter may refuse before the next is tried only after a while. */
  readonly refusedLogins: number;
  /** That while, in minutes; it doubles with each refusal up to a day. */
  readonly refusedLoginsWaitMinutes: number;
  /** Connections at once; WebSockets come on top. */
  readonly connections: number;
  /** Connections of one address, of IPv6 a /64, over which nobody with a good key has asked yet. */
  readonly connectionsPerAddress: number;
  /** How long a request's headers, or a TLS handshake, may take, in seconds. */
  readonly headersSeconds: number;
  /** How long a request may take to arrive, in seconds. */
  readonly requestSeconds: number;
}

export type Limits = LiveLimits & RequestLimits;

export const defaultRequestLimits: RequestLimits = {
  bodyBytes: 1024 * 1024,
  tokens: 4000,
  depth: 16,
  fields: 1000,
  rootFields: 20,
  aliases: 50,
  directives: 50,
  complexity: 3000,
  answerFields: 200_000,
  events: 1000,
  logDataRows: 1000,
  requestsPerMinute: 60_000,
  newDocumentsPerMinute: 600,
  writesPerMinute: 120,
  loginsPerMinute: 30,
  refusedLogins: 3,
  refusedLoginsWaitMinutes: 15,
  connections: 2000,
  connectionsPerAddress: 1000,
  headersSeconds: 15,
  requestSeconds: 60,
};

export const defaultLimits: Limits = { ...defaultLiveLimits, ...defaultRequestLimits };
