import type { IncomingMessage } from "node:http";
import { isPlenticoreError } from "@plenticore/core";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Viewer } from "../auth/viewer.ts";
import type { Rates } from "../limits/rates.ts";
import type { RefusalLines } from "../limits/refusal-lines.ts";
import type { Strangers } from "../limits/strangers.ts";
import type { Turns } from "../limits/turns.ts";
import type { Logger } from "../log.ts";
import { clientAddress, type TrustProxy } from "./client-address.ts";
import type { Hold } from "./hold.ts";

export interface AdmissionOptions {
  readonly authenticate: Authenticate;
  readonly rates: Rates;
  readonly turns: Turns;
  readonly strangers: Strangers;
  readonly hold: Hold;
  readonly refusalLines: RefusalLines;
  readonly trustProxy: () => TrustProxy;
  readonly log: Logger;
}

/**
 * Who sends a request, when it is his turn, whatever the request is for.
 *
 * @throws PlenticoreError UNAUTHENTICATED, or LIMIT_EXCEEDED where the key's rate is used up
 */
export type Admit = (request: IncomingMessage) => Viewer | Promise<Viewer>;

/** The one way in for HTTP. A request that asks twice is the same: it is counted once. */
export function createAdmission(options: AdmissionOptions): Admit {
  const { authenticate, rates, turns, strangers, hold, refusalLines, trustProxy, log } = options;
  const refuse = async (request: IncomingMessage, error: unknown): Promise<never> => {
    if (!isPlenticoreError(error)) throw error;
    const held = hold(request);
    // Of whom is known, the limits' counts tell.
    if (error.code === "UNAUTHENTICATED") {
      if (held !== undefined) refusalLines.leaveOut();
      else {
        const client = clientAddress(request, trustProxy());
        refusalLines.add(() => log.warn("refused a request", { client, reason: error.message }));
      }
    }
    await held;
    throw error;
  };

  const inTurn = (viewer: Viewer, request: IncomingMessage): Viewer | Promise<Viewer> => {
    strangers.known(request.socket);
    rates.request(viewer, request);
    return viewer.hasKey ? (turns.take(viewer.name)?.then(() => viewer) ?? viewer) : viewer;
  };

  const admit = (request: IncomingMessage): Viewer | Promise<Viewer> => {
    try {
      const viewer = authenticate(request.headers.authorization);
      if (!(viewer instanceof Promise)) return inTurn(viewer, request);
      return viewer.then((late) => inTurn(late, request)).catch((error: unknown) => refuse(request, error));
    } catch (error) {
      return refuse(request, error);
    }
  };

  return (request: AskingRequest) => (request[whoAsks] ??= admit(request));
}

/** Kept at the request itself: a weak map would cost each request a microsecond. */
const whoAsks = Symbol("who asks");

interface AskingRequest extends IncomingMessage {
  [whoAsks]?: Viewer | Promise<Viewer>;
}
