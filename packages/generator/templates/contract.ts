/** The operations by their `operationId`. */
export type OperationId = "example";

/** Limits and authority of one call. */
export interface CallOptions {
  /** Value of the Authorization header, scheme included. Default: none is sent. */
  readonly authorization?: string;
  /** Ends the call as `cancelled`. */
  readonly signal?: AbortSignal;
  /** Limit of the whole call in ms. Default: the transport's. */
  readonly timeoutMs?: number;
  /** Limit of the answer's body in bytes. Default: the transport's. */
  readonly maxBytes?: number;
}

/** What a client function hands to a transport. */
export interface OperationRequest {
  readonly operation: OperationId;
  readonly method: string;
  /** Percent-encoded, without the base path. */
  readonly path: string;
  /** Not encoded; a list is one parameter several times. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as JSON; absent where the operation has none. */
  readonly body?: unknown;
  /** What a success carries: a failure's body is JSON or nothing, whatever this says. */
  readonly accept: "json" | "stream" | "nothing";
}

/** An answer as it came: parsed JSON, `undefined` when empty, a `ReadableStream<Uint8Array>` for a success that streams. */
export interface TransportResponse {
  readonly kind: "response";
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The certificate that a server showed. */
export interface ShownCertificate {
  /** SHA-256 in upper case hexadecimal, pairs parted by colons. */
  readonly fingerprint256: string;
  readonly subject: string;
  readonly validTo: string;
}

/** No answer came: no connection, or it ended, or it took too long. */
export interface Unreachable {
  readonly ok: false;
  readonly kind: "unreachable";
  readonly reason: "dns" | "refused" | "reset" | "timeout" | "tls" | "certificate";
  readonly message: string;
  readonly certificate?: ShownCertificate;
}

/** An answer came and isn't what the specification says. */
export interface Invalid {
  readonly ok: false;
  readonly kind: "invalid";
  readonly status: number;
  /** JSON pointer (RFC 6901) into the body; "" is the body itself. */
  readonly pointer: string;
  readonly message: string;
}

/** The answer's body is longer than the limit; the rest was not read. */
export interface TooLarge {
  readonly ok: false;
  readonly kind: "tooLarge";
  readonly limitBytes: number;
  readonly message: string;
}

/** The caller's signal, or the closing of the client, ended the call. */
export interface Cancelled {
  readonly ok: false;
  readonly kind: "cancelled";
  readonly message: string;
}

export type TransportFailure = Unreachable | Invalid | TooLarge | Cancelled;

export type TransportAnswer = TransportResponse | TransportFailure;

/** Carries one request. Resolves whatever network and server do; rejects only for a mistake of the program. */
export type Transport = (request: OperationRequest, options: CallOptions) => Promise<TransportAnswer>;

/** A success that the specification names. */
export interface Success<Status extends number, Value> {
  readonly ok: true;
  readonly status: Status;
  readonly value: Value;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A value of which a fields mask left out what it doesn't name, at any depth. */
export type Masked<Value> = Value extends readonly (infer Item)[]
  ? readonly Masked<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: Masked<Value[Key]> }
    : Value;

/** A failure that the specification names. */
export interface Documented<Status extends number, Body> {
  readonly ok: false;
  readonly kind: "documented";
  readonly status: Status;
  /** `undefined` where the body is absent or not of the documented shape. */
  readonly body: Body | undefined;
  /** The body's `message`, where it has one: on one line, cut to 200 characters, sessions masked. `body` has the whole text. */
  readonly message: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A status that the specification doesn't name for this operation; a redirect is one, and is not followed. */
export interface Undocumented {
  readonly ok: false;
  readonly kind: "undocumented";
  readonly status: number;
  /** The body's `message`, where it has one: on one line, cut to 200 characters, sessions masked. */
  readonly message: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a call ends. It rejects only with a TypeError: arguments that the specification forbids. */
export type Result<Succeeded, Failed> = Succeeded | Failed | Undocumented | TransportFailure;

/** What a handler of a server answers with: a status of the specification and its body. */
export interface Answer<Status extends number, Body> {
  readonly undocumented?: false;
  readonly status: Status;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As `Answer`, for a status without a body. */
export interface EmptyAnswer<Status extends number> {
  readonly undocumented?: false;
  readonly status: Status;
  readonly body?: undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler answers with on purpose beside the specification. */
export interface UndocumentedAnswer {
  readonly undocumented: true;
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
