export { beginLogin, type ClientLogin, type LoginOptions } from "./client.ts";
export type { Credentials } from "./credentials.ts";
export { HandshakeError, type HandshakeErrorCode, isHandshakeError } from "./errors.ts";
export {
  type AuthCreateSession,
  type AuthCreateSessionAnswer,
  type AuthFinish,
  type AuthFinishAnswer,
  type AuthSetPassword,
  type AuthStart,
  type AuthStartAnswer,
  assertAuthCreateSession,
  assertAuthCreateSessionAnswer,
  assertAuthFinish,
  assertAuthFinishAnswer,
  assertAuthSetPassword,
  assertAuthStart,
  assertAuthStartAnswer,
  digestBytes,
  type IvLength,
  ivLengths,
  maxBytes,
  maxRounds,
  maxText,
  minRounds,
  nonceBytes,
  type Sealed,
  tagBytes,
  type Username,
  usernames,
} from "./messages.ts";
export { type Refusal, type RefusalReason, refusals } from "./refusals.ts";
export { defaultMaxEntries, SaltedPasswords, type SaltedPasswordsOptions } from "./salted-passwords.ts";
export {
  type Accounts,
  defaultMaxTransactions,
  defaultRounds,
  defaultTransactionTtlMs,
  HandshakeServer,
  type HandshakeServerOptions,
  type OpenedSession,
  type Outcome,
} from "./server.ts";
// Not exported: key derivation, sealing and transactions. Whoever needs them is writing a third side of the protocol.
