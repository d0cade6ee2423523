import { PlenticoreError } from "@plenticore/core";

/** What is longer is neither a key nor a token; headers end at 16 KiB anyhow. */
const maxLength = 8192;

/** The key or token of an `Authorization` header. @throws PlenticoreError UNAUTHENTICATED where there is none */
export function bearerOf(authorization: string | null | undefined): string {
  const bearer = (authorization?.length ?? 0) > maxLength ? undefined : /^Bearer +(\S+) *$/i.exec(authorization ?? "");
  const [, credential] = bearer ?? [];
  if (credential !== undefined) return credential;
  throw new PlenticoreError("UNAUTHENTICATED", "an API key or token is needed: send `Authorization: Bearer <key>`");
}
