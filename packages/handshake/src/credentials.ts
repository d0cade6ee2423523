import { HandshakeError } from "./errors.ts";

/** Who logs in: the plant's owner by password, or the installer by the type plate's master key and a personal service code. */
export type Credentials =
  | { readonly user: "user"; readonly password: string }
  | { readonly user: "master"; readonly masterKey: string; readonly serviceCode?: string };

/** @throws HandshakeError BAD_CREDENTIALS naming `what`, never its value. */
export function assertSecret(what: string, secret: unknown): asserts secret is string {
  if (typeof secret !== "string" || secret === "") throw new HandshakeError("BAD_CREDENTIALS", `${what} is empty`);
  if (!secret.isWellFormed()) {
    throw new HandshakeError("BAD_CREDENTIALS", `${what} holds half a surrogate pair and has no UTF-8 form`);
  }
}

/** The secret that the login proves to know. */
export function secretOf(credentials: Credentials): string {
  if (credentials.user === "user") {
    assertSecret("the password", credentials.password);
    return credentials.password;
  }
  assertSecret("the master key", credentials.masterKey);
  if (credentials.serviceCode !== undefined) assertSecret("the service code", credentials.serviceCode);
  return credentials.masterKey;
}
