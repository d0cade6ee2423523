import { HandshakeServer } from "@plenticore/handshake";
import type { ResolvedOptions } from "./options.ts";
import { type Role, Sessions } from "./sessions.ts";

/** Who may log in, and who is logged in. */
export class Accounts {
  readonly sessions: Sessions;
  readonly #options: ResolvedOptions;
  #handshake: HandshakeServer;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.sessions = new Sessions(options.behaviour);
    this.#handshake = newHandshake(options);
  }

  get handshake(): HandshakeServer {
    return this.#handshake;
  }

  /** The role of a live session, which it keeps alive. */
  roleOf(sessionId: string | undefined): Role | undefined {
    return sessionId === undefined ? undefined : this.sessions.use(sessionId, this.#options.runtime.now());
  }

  open(sessionId: string, role: Role): void {
    this.sessions.open(sessionId, role, this.#options.runtime.now());
  }

  active(): number {
    return this.sessions.activeAt(this.#options.runtime.now());
  }

  /** The passwords of the start, no locks, nobody logged in. Real devices have no password then (FACTS 1.2). */
  restore(): void {
    this.sessions.clear();
    this.#handshake = newHandshake(this.#options);
  }
}

function newHandshake({
  password,
  masterKey,
  serviceCode,
  rounds,
  behaviour,
  runtime,
}: ResolvedOptions): HandshakeServer {
  const { lockAfterFailures } = behaviour;
  return new HandshakeServer({
    accounts: {
      user: { password },
      ...(masterKey !== undefined && { master: { masterKey, ...(serviceCode !== undefined && { serviceCode }) } }),
    },
    rounds,
    now: runtime.now,
    ...(lockAfterFailures > 0 && { lockAfterFailures }),
  });
}
