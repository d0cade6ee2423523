import type { Weekday } from "./types.ts";

/**
 * Who can mend a failure: the inverter by itself in time, who lives with it, the installer, who runs the gateway and keeps
 * its configuration, who sent the request, or who writes the gateway.
 */
export type Mender = "device" | "owner" | "installer" | "operator" | "caller" | "developer";

/** What is known of one failure: `docs/errors.md` is this table, printed. */
export interface ErrorDescription {
  readonly meaning: string;
  /** Which status of which operation, or what of the network, gives it. */
  readonly origin: string;
  /** The likeliest first. */
  readonly mendedBy: readonly Mender[];
  /** Whether the same call may succeed later with nothing changed by anybody. */
  readonly retryable: boolean;
  readonly cure: string;
}

/** The one table of failures; codes are those of the GraphQL contract. */
export const errorTable = {
  WRONG_PASSWORD: {
    meaning: "The inverter refused the password or master key.",
    origin:
      "400 or 401 of `POST /auth/finish` that doesn't name the transaction; of the plant owner also of `POST /auth/create_session`",
    mendedBy: ["operator", "owner"],
    retryable: false,
    cure: "Correct the secret, then reconnect the inverter; it is not tried again by itself, so that the account is not locked.",
  },
  WRONG_SERVICE_CODE: {
    meaning: "The inverter accepted the master key and refused the service code.",
    origin: "400 or 401 of `POST /auth/create_session` of an installer, whose master key `POST /auth/finish` accepted",
    mendedBy: ["operator", "installer"],
    retryable: false,
    cure: "Correct the service code, then reconnect the inverter.",
  },
  USER_LOCKED: {
    meaning: "The inverter has locked the account after failed logins.",
    origin: "403 of `POST /auth/start`, `/auth/finish` or `/auth/create_session`",
    mendedBy: ["owner", "installer"],
    retryable: false,
    cure: "Reset the password on the inverter's own page with the master key, then reconnect.",
  },
  FORBIDDEN_FOR_ROLE: {
    meaning: "The inverter refuses this operation to the role that is logged in.",
    origin: "401 or 403 of any other operation, also with a session opened just for it",
    mendedBy: ["operator", "installer"],
    retryable: false,
    cure: "Log in as installer (masterKey and serviceCode), if the operation is an installer's.",
  },
  SESSION_LOST: {
    meaning: "The inverter dropped the session during the operation.",
    origin: "none today: a session that a 401 (an old firmware's 400) reports lost is opened anew within the call",
    mendedBy: ["device"],
    retryable: true,
    cure: "Ask again; the next request logs in anew.",
  },
  DEVICE_BUSY: {
    meaning: "The inverter answered that it is busy, also after backing off.",
    origin:
      "502, 503 or 504 of any operation, after two back-offs; a reboot under way; a device that answers nobody for longer than it usually takes",
    mendedBy: ["device"],
    retryable: true,
    cure: "Ask again later; other clients of the same inverter make it busier.",
  },
  DEVICE_ERROR: {
    meaning: "The inverter answered with an error of its own.",
    origin: "500 or another 5xx of any operation",
    mendedBy: ["device", "installer"],
    retryable: true,
    cure: "Ask again later; if it stays, look at the inverter's events and firmware.",
  },
  UNKNOWN_MODULE: {
    meaning: "This inverter has no such module.",
    origin: "404 of `/processdata` and `/settings`; a module that the device does not list (nothing is sent)",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Ask `modules` for what there is.",
  },
  UNKNOWN_ID: {
    meaning: "This inverter has no such process data or setting.",
    origin:
      "404 of `/processdata/{m}/{ids}` and `/settings/{m}/{ids}`; an id that the device does not list (nothing is sent)",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Ask `processDataIds` or `settingDescriptions` for what there is.",
  },
  NOT_AVAILABLE: {
    meaning: "The inverter knows this but can't give it now, or the operation isn't known for this device.",
    origin:
      "404 of `/firmwareupdate/status`, `/update/…`, `/system/…` and `/logdata/download`; an id in a batch answered with 404, 500 or 503, or left out of it; update operations without `updatePaths` (nothing is sent)",
    mendedBy: ["device", "operator"],
    retryable: true,
    cure: "Ask again when the inverter's state has changed; update operations need `updatePaths`.",
  },
  READ_ONLY: {
    meaning: "The setting, the inverter or the gateway is read-only.",
    origin: "none: refused before anything is sent",
    mendedBy: ["operator", "installer"],
    retryable: false,
    cure: "Remove `readOnly` from the configuration, if the setting itself is writable.",
  },
  OUT_OF_RANGE: {
    meaning: "The value is outside the limits that the inverter tells.",
    origin: "none: refused before anything is sent, by what `GET /settings` told",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Give a value between `min` and `max`.",
  },
  WRONG_TYPE: {
    meaning: "The value is not of the setting's type.",
    origin: "none: refused before anything is sent, by what `GET /settings` told",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Look up the setting's type in `settingDescriptions`.",
  },
  UNREACHABLE_DNS: {
    meaning: "The inverter's host name can't be resolved.",
    origin: "no connection: the name is not found",
    mendedBy: ["operator"],
    retryable: true,
    cure: "Check the name, or configure the IP address.",
  },
  UNREACHABLE_REFUSED: {
    meaning: "Nothing listens at the inverter's address.",
    origin: "no connection: refused, or no way to the host",
    mendedBy: ["device", "operator", "owner"],
    retryable: true,
    cure: "Check address, port and that the inverter is on.",
  },
  UNREACHABLE_RESET: {
    meaning: "The connection to the inverter broke.",
    origin: "the connection ended before the answer did, twice where the operation may be repeated",
    mendedBy: ["device", "owner"],
    retryable: true,
    cure: "Ask again; if it stays, check the network.",
  },
  UNREACHABLE_TIMEOUT: {
    meaning: "The inverter did not answer in time.",
    origin: "no connection or no answer within the limit",
    mendedBy: ["device", "owner"],
    retryable: true,
    cure: "Ask again later; inverters may sleep at night.",
  },
  UNREACHABLE_TLS: {
    meaning: "No TLS connection to the inverter could be made.",
    origin: "the TLS handshake failed",
    mendedBy: ["operator"],
    retryable: true,
    cure: "Check that the url's scheme and port are the inverter's.",
  },
  CERTIFICATE_NOT_TRUSTED: {
    meaning: "The inverter's certificate is not the pinned one.",
    origin: "the TLS handshake showed a certificate with another fingerprint",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Compare the fingerprint at the inverter and put it under `tls.fingerprint256`.",
  },
  SERVER_SIGNATURE_MISMATCH: {
    meaning: "The other side could not prove that it knows the password: it is not the inverter.",
    origin: "200 of `POST /auth/finish` with a wrong signature",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Check the address; somebody else answers there.",
  },
  BAD_ANSWER: {
    meaning: "The inverter's answer is not what its API promises.",
    origin:
      "an answer that is no JSON or not of the specified shape; a redirect; 400 and other 4xx of an operation that needs no login, or has a good one; 404 of the login and of `GET /info/version`",
    mendedBy: ["operator", "developer"],
    retryable: true,
    cure: "Check that the url is an inverter's; report the named field if its firmware is new.",
  },
  ANSWER_TOO_LARGE: {
    meaning: "The inverter's answer is larger than allowed and was cut off.",
    origin: "an answer of more than 4 MiB (a log: its own limit)",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Check that the url is an inverter's.",
  },
  CANCELLED: {
    meaning: "The call was cancelled by its caller or by a shutdown.",
    origin: "none: the request was given up by the caller or at shutdown",
    mendedBy: ["caller"],
    retryable: true,
    cure: "Ask again.",
  },
  DISCONNECTED: {
    meaning: "The inverter is disabled or was disconnected on purpose.",
    origin: "none: nothing is sent",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Enable or reconnect it.",
  },
  UNAUTHENTICATED: {
    meaning: "The gateway wants an API key or token, and none, an unknown or an expired one was given.",
    origin: "none: refused by the gateway",
    mendedBy: ["caller", "operator"],
    retryable: false,
    cure: "Send `Authorization: Bearer <key>`.",
  },
  FORBIDDEN: {
    meaning: "This key's role does not allow it.",
    origin: "none: refused by the gateway",
    mendedBy: ["caller", "operator"],
    retryable: false,
    cure: "Use a key of the role named.",
  },
  BAD_INPUT: {
    meaning: "The request is not valid.",
    origin: "none: refused by the gateway",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Correct what the message names.",
  },
  NOT_FOUND: {
    meaning: "There is no such plant or inverter.",
    origin: "none: refused by the gateway",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Ask `plants` for what there is.",
  },
  LIMIT_EXCEEDED: {
    meaning: "The request is over a limit of the gateway.",
    origin: "none: refused by the gateway",
    mendedBy: ["caller"],
    retryable: false,
    cure: "Ask for less, or again after `retryAfterMs` where that is given.",
  },
  CONFIGURATION_READ_ONLY: {
    meaning: "The gateway's configuration is in no file (the demo's), or in one that it can't write.",
    origin: "none: refused by the gateway",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Do what the message names; a file can also be changed by hand.",
  },
  CONFIGURATION_INVALID: {
    meaning: "The configuration has a mistake.",
    origin: "none: refused by the gateway, at its start or with the change",
    mendedBy: ["operator"],
    retryable: false,
    cure: "Correct what the message names.",
  },
  INTERNAL: {
    meaning: "A mistake of the gateway itself.",
    origin: "none",
    mendedBy: ["developer"],
    retryable: false,
    cure: "Look at the gateway's log and report it.",
  },
} as const satisfies Record<string, ErrorDescription>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorDetails {
  readonly inverterId?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** Of the certificate that was shown, with CERTIFICATE_NOT_TRUSTED. */
  readonly certificate?: { readonly fingerprint256: string; readonly subject: string; readonly validTo: string };
  /** The setting that can't be written as asked, with the limits that the device tells. */
  readonly setting?: SettingReference;
  /** The range of a battery plan that is wrong. */
  readonly range?: RangeReference;
}

export interface SettingReference {
  readonly moduleId: string;
  readonly settingId: string;
  readonly min: string | null;
  readonly max: string | null;
}

export interface RangeReference {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
}

/** The only error that leaves this package. The message is fit for users and free of secrets. */
export class PlenticoreError extends Error {
  override readonly name = "PlenticoreError";
  readonly code: ErrorCode;
  readonly inverterId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly certificate: ErrorDetails["certificate"];
  readonly setting: SettingReference | undefined;
  readonly range: RangeReference | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.inverterId = details.inverterId;
    this.retryAfterMs = details.retryAfterMs;
    this.certificate = details.certificate;
    this.setting = details.setting;
    this.range = details.range;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable || this.retryAfterMs !== undefined;
  }
}

export const isPlenticoreError = (error: unknown): error is PlenticoreError => error instanceof PlenticoreError;

export const cancelled = (): PlenticoreError => new PlenticoreError("CANCELLED", "The call was cancelled.");
