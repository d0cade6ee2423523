import type { Weekday } from "./types.ts";

/** What is known of one failure: `docs/errors.md` is this table, printed. */
export interface ErrorDescription {
  readonly meaning: string;
  /** Whether the same call may succeed later with nothing changed by anybody. */
  readonly retryable: boolean;
  readonly cure: string;
}

/** The one table of failures; codes are those of the GraphQL contract. */
export const errorTable = {
  WRONG_PASSWORD: {
    meaning: "The inverter refused the password or master key.",
    retryable: false,
    cure: "Correct the secret, then reconnect the inverter; it is not tried again by itself, so that the account is not locked.",
  },
  WRONG_SERVICE_CODE: {
    meaning: "The inverter accepted the master key and refused the service code.",
    retryable: false,
    cure: "Correct the service code, then reconnect the inverter.",
  },
  USER_LOCKED: {
    meaning: "The inverter has locked the account after failed logins.",
    retryable: false,
    cure: "Reset the password on the inverter's own page with the master key, then reconnect.",
  },
  FORBIDDEN_FOR_ROLE: {
    meaning: "The inverter refuses this operation to the role that is logged in.",
    retryable: false,
    cure: "Log in as installer (masterKey and serviceCode), if the operation is an installer's.",
  },
  SESSION_LOST: {
    meaning: "The inverter dropped the session during the operation.",
    retryable: true,
    cure: "Ask again; the next request logs in anew.",
  },
  DEVICE_BUSY: {
    meaning: "The inverter answered that it is busy, also after backing off.",
    retryable: true,
    cure: "Ask again later; other clients of the same inverter make it busier.",
  },
  DEVICE_ERROR: {
    meaning: "The inverter answered with an error of its own.",
    retryable: true,
    cure: "Ask again later; if it stays, look at the inverter's events and firmware.",
  },
  UNKNOWN_MODULE: {
    meaning: "This inverter has no such module.",
    retryable: false,
    cure: "Ask `modules` for what there is.",
  },
  UNKNOWN_ID: {
    meaning: "This inverter has no such process data or setting.",
    retryable: false,
    cure: "Ask `processDataIds` or `settingDescriptions` for what there is.",
  },
  NOT_AVAILABLE: {
    meaning: "The inverter knows this but can't give it now, or the operation isn't known for this device.",
    retryable: true,
    cure: "Ask again when the inverter's state has changed; update operations need `updatePaths`.",
  },
  READ_ONLY: {
    meaning: "The setting, the inverter or the gateway is read-only.",
    retryable: false,
    cure: "Remove `readOnly` from the configuration, if the setting itself is writable.",
  },
  OUT_OF_RANGE: {
    meaning: "The value is outside the limits that the inverter tells.",
    retryable: false,
    cure: "Give a value between `min` and `max`.",
  },
  WRONG_TYPE: {
    meaning: "The value is not of the setting's type.",
    retryable: false,
    cure: "Look up the setting's type in `settingDescriptions`.",
  },
  UNREACHABLE_DNS: {
    meaning: "The inverter's host name can't be resolved.",
    retryable: true,
    cure: "Check the name, or configure the IP address.",
  },
  UNREACHABLE_REFUSED: {
    meaning: "Nothing listens at the inverter's address.",
    retryable: true,
    cure: "Check address, port and that the inverter is on.",
  },
  UNREACHABLE_RESET: {
    meaning: "The connection to the inverter broke.",
    retryable: true,
    cure: "Ask again; if it stays, check the network.",
  },
  UNREACHABLE_TIMEOUT: {
    meaning: "The inverter did not answer in time.",
    retryable: true,
    cure: "Ask again later; inverters may sleep at night.",
  },
  UNREACHABLE_TLS: {
    meaning: "No TLS connection to the inverter could be made.",
    retryable: true,
    cure: "Check that the url's scheme and port are the inverter's.",
  },
  CERTIFICATE_NOT_TRUSTED: {
    meaning: "The inverter's certificate is not the pinned one.",
    retryable: false,
    cure: "Compare the fingerprint at the inverter and put it under `tls.fingerprint256`.",
  },
  SERVER_SIGNATURE_MISMATCH: {
    meaning: "The other side could not prove that it knows the password: it is not the inverter.",
    retryable: false,
    cure: "Check the address; somebody else answers there.",
  },
  BAD_ANSWER: {
    meaning: "The inverter's answer is not what its API promises.",
    retryable: true,
    cure: "Check that the url is an inverter's; report the named field if its firmware is new.",
  },
  ANSWER_TOO_LARGE: {
    meaning: "The inverter's answer is larger than allowed and was cut off.",
    retryable: false,
    cure: "Check that the url is an inverter's.",
  },
  CANCELLED: {
    meaning: "The call was cancelled by its caller or by a shutdown.",
    retryable: true,
    cure: "Ask again.",
  },
  DISCONNECTED: {
    meaning: "The inverter is disabled or was disconnected on purpose.",
    retryable: false,
    cure: "Enable or reconnect it.",
  },
  UNAUTHENTICATED: {
    meaning: "The gateway wants an API key, and none or an unknown one was given.",
    retryable: false,
    cure: "Send `Authorization: Bearer <key>`.",
  },
  FORBIDDEN: { meaning: "This key's role does not allow it.", retryable: false, cure: "Use a key of the role named." },
  BAD_INPUT: { meaning: "The request is not valid.", retryable: false, cure: "Correct what the message names." },
  NOT_FOUND: {
    meaning: "There is no such plant or inverter.",
    retryable: false,
    cure: "Ask `plants` for what there is.",
  },
  LIMIT_EXCEEDED: { meaning: "The request is over a limit of the gateway.", retryable: false, cure: "Ask for less." },
  CONFIGURATION_READ_ONLY: {
    meaning: "The gateway can't write its configuration file.",
    retryable: false,
    cure: "Make the file writable, or change it by hand.",
  },
  CONFIGURATION_INVALID: {
    meaning: "The configuration has a mistake.",
    retryable: false,
    cure: "Correct what the message names.",
  },
  INTERNAL: {
    meaning: "A mistake of the gateway itself.",
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
    return errorTable[this.code].retryable;
  }
}

export const isPlenticoreError = (error: unknown): error is PlenticoreError => error instanceof PlenticoreError;

export const cancelled = (): PlenticoreError => new PlenticoreError("CANCELLED", "The call was cancelled.");
