import { isIP } from "node:net";
import { z } from "zod";
import { isAddressRange } from "../auth/address-ranges.ts";
import { roles } from "../auth/role.ts";
import type { Limits } from "../limits/limits.ts";
import { jwt } from "./jwt-schema.ts";
import { always, given, name, secret, strict } from "./schema-parts.ts";
import type { Expose } from "./types.ts";

// The configuration file's shape. A message never repeats a value: it might be a secret in the wrong place.

const id = z
  .string()
  .regex(/^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u, "expected 1 to 100 characters without blanks around them");

const url = z.string().superRefine((text, context) => {
  const message = urlMistake(text);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

function urlMistake(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (parsed === null) return 'expected a url like "http://192.168.1.50"';
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return "expected http:// or https://";
  if (parsed.username !== "" || parsed.password !== "") return "a url must not hold a user or password";
  if (parsed.pathname !== "/" || parsed.search !== "" || parsed.hash !== "") {
    return "expected no path after the host: /api/v1 is added";
  }
  return undefined;
}

const fingerprint = z
  .string()
  .regex(
    /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i,
    "expected 32 bytes in hex, like the SHA-256 fingerprint that openssl prints",
  );

const absolutePath = z.string().regex(/^\/[^\s?#]*$/, "expected a path like /update/status");

/** An inverter as it stands in the file. */
export const inverter = strict({
  id,
  name,
  url,
  password: secret.optional(),
  masterKey: secret.optional(),
  serviceCode: secret.optional(),
  tls: strict({ fingerprint256: fingerprint.optional(), insecure: z.literal(true).optional() })
    .refine((tls) => given(tls, "fingerprint256", "insecure") === 1, {
      ...always,
      error: "expected either fingerprint256 or insecure: true",
    })
    .optional(),
  peakPower: z.number().positive("expected a power in Wp, more than 0").optional(),
  readOnly: z.boolean().optional(),
  disabled: z.boolean().optional(),
  eventTime: z.enum(["local", "utc"]).optional(),
  updatePaths: strict({ status: absolutePath, start: absolutePath }).optional(),
  timeoutMs: z
    .int("expected whole milliseconds")
    .min(100, "expected at least 100")
    .max(600_000, "expected at most 600000")
    .optional(),
})
  .refine((value) => given(value, "password", "masterKey") === 1, {
    ...always,
    error: "expected either password (plant owner) or masterKey with serviceCode (installer)",
  })
  .refine((value) => given(value, "serviceCode") === 0 || given(value, "masterKey") === 1, {
    ...always,
    path: ["serviceCode"],
    error: "goes with masterKey only",
  })
  .refine((value) => protocolOf(value) !== "https:" || given(value, "tls") === 1, {
    ...always,
    path: ["tls"],
    error: "an https url needs tls.fingerprint256 of the inverter's certificate, or tls.insecure: true",
  })
  .refine((value) => protocolOf(value) !== "http:" || given(value, "tls") === 0, {
    ...always,
    path: ["tls"],
    error: "goes with an https url only",
  });

const protocolOf = (value: object): string | undefined =>
  "url" in value && typeof value.url === "string" ? URL.parse(value.url)?.protocol : undefined;

const meter = z.preprocess(
  (value) => (typeof value === "string" ? { inverter: value } : value),
  strict({ inverter: id, invert: z.boolean().optional() }),
);

const timeZone = z.string().refine(isTimeZone, "expected an IANA time zone like Europe/Berlin");

function isTimeZone(text: string): boolean {
  // An offset is accepted by Intl and is no zone: it has no summer time.
  if (/^[+-]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const plant = strict({ id, name, timeZone, meter: meter.optional(), inverters: z.array(inverter) });

const key = strict({
  name,
  role: z.enum(roles),
  key: secret.optional(),
  hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/i, "expected sha256: and 64 hex digits, as `plenticore-gateway key new` prints them")
    .optional(),
  plants: z.array(z.string()).optional(),
}).refine((value) => given(value, "key", "hash") === 1, { ...always, error: "expected either key or hash" });

const origin = z.string().refine((text) => text === "*" || URL.parse(text)?.origin === text, {
  error: 'expected an origin like "https://panel.example", or "*"',
});

const cors = strict({ origins: z.array(origin) });

/** The peers whose X-Forwarded-For is believed. */
const trustProxy = z.union(
  [z.boolean(), z.array(z.string().refine(isAddressRange, "expected an address or a range like 192.168.1.0/24"))],
  {
    error: "expected true, false or a list of addresses",
  },
);

const host = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text),
    "expected a host name or IP address",
  );

const count = (least = 1) => z.int("expected a whole number").min(least, `expected at least ${least}`).optional();

const limits = strict({
  sockets: count(),
  socketsPerKey: count(),
  socketsPerAddress: count(),
  subscriptions: count(),
  subscriptionsPerKey: count(),
  subscriptionsPerSocket: count(),
  messagesPer10s: count(),
  messageBytes: count(1024),
  bufferedBytes: count(1024),
  stallSeconds: count(),
  initSeconds: count(),
  keepAliveSeconds: count(),
  fastestPaceSeconds: z.number().min(0.1, "expected at least 0.1").max(3600, "expected at most 3600").optional(),
  bodyBytes: count(1024),
  tokens: count(),
  depth: count(),
  fields: count(),
  rootFields: count(),
  aliases: count(0),
  directives: count(0),
  complexity: count(),
  answerFields: count(),
  events: count(),
  logDataRows: count(),
  requestsPerMinute: count(),
  newDocumentsPerMinute: count(),
  writesPerMinute: count(),
  loginsPerMinute: count(),
  refusedLogins: count(),
  refusedLoginsWaitMinutes: count(),
  connections: count(),
  connectionsPerAddress: count(),
  headersSeconds: count(),
  requestSeconds: count(),
} satisfies Record<keyof Limits | "fastestPaceSeconds", unknown>);

const expose = strict({
  introspection: z.boolean().optional(),
  suggestions: z.boolean().optional(),
  graphiql: z.boolean().optional(),
  getQueries: z.boolean().optional(),
  dashboard: z.boolean().optional(),
} satisfies Record<keyof Expose, unknown>);

const persistedDocuments = strict({ file: name, only: z.boolean().optional() });

export const configurationFile = strict({
  listen: strict({
    host: host.optional(),
    port: z.int("expected a whole number").min(0, "expected 0 to 65535").max(65_535, "expected 0 to 65535").optional(),
    tls: strict({ cert: name, key: name }).optional(),
    trustProxy: trustProxy.optional(),
    cors: cors.optional(),
  }).optional(),
  cors: cors.optional(),
  trustProxy: trustProxy.optional(),
  auth: strict({ keys: z.array(key).min(1, "expected at least one key").optional(), jwt: jwt.optional() })
    .refine((value) => given(value, "keys", "jwt") > 0, { ...always, error: "expected keys, jwt or both" })
    .optional(),
  readOnly: z.boolean().optional(),
  limits: limits.optional(),
  expose: expose.optional(),
  persistedDocuments: persistedDocuments.optional(),
  plants: z.array(plant).min(1, "expected at least one plant; its inverters may be []"),
});

export type ConfigurationFile = z.infer<typeof configurationFile>;

/** What a person reads of the mistakes that carry no message of their own. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null
        ? `is missing: expected ${kinds[issue.expected] ?? issue.expected}`
        : `expected ${kinds[issue.expected] ?? issue.expected}${wantsQuotes(issue) ? ": put the value into quotes" : ""}`;
    case "invalid_value":
      return `expected ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}`;
    default:
      return undefined;
  }
};

const wantsQuotes = ({ expected, input }: { readonly expected: string; readonly input?: unknown }): boolean =>
  expected === "string" && typeof input !== "object";

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};
