import type { IncomingMessage } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { Logger } from "../log.ts";
import { clientAddress } from "./client-address.ts";

export interface AuthenticateOptions {
  readonly authenticate: Authenticate;
  readonly trustProxy: () => boolean;
  readonly log: Logger;
}

/** Who sends a request beside GraphQL; a refusal is logged. @throws PlenticoreError UNAUTHENTICATED */
export function authenticateRequest(
  { authenticate, trustProxy, log }: AuthenticateOptions,
  request: IncomingMessage,
): Viewer {
  try {
    return authenticate(request.headers.authorization);
  } catch (error) {
    if (isPlenticoreError(error))
      log.warn("refused a request", { client: clientAddress(request, trustProxy()), reason: error.message });
    throw error;
  }
}
