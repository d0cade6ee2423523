import { SECOND } from "./model/zone.ts";

export type Role = "USER" | "INSTALLER";

interface Session {
  readonly role: Role;
  lastUsed: number;
}

export interface SessionLimits {
  /** 0: never ends. */
  readonly sessionIdleSeconds: number;
  /** 0: no limit. */
  readonly maxSessions: number;
}

/** Who is logged in; times are the runtime's, not the simulated ones. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #limits: SessionLimits;

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  open(id: string, role: Role, now: number): void {
    this.#sessions.set(id, { role, lastUsed: now });
    const { maxSessions } = this.#limits;
    for (const oldest of this.#sessions.keys()) {
      if (maxSessions === 0 || this.#sessions.size <= maxSessions) break;
      this.#sessions.delete(oldest);
    }
  }

  /** The role of a session that is alive; using it keeps it so. */
  use(id: string, now: number): Role | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    if (this.#isOver(session, now)) {
      this.#sessions.delete(id);
      return undefined;
    }
    session.lastUsed = now;
    return session.role;
  }

  close(id: string): void {
    this.#sessions.delete(id);
  }

  clear(): void {
    this.#sessions.clear();
  }

  activeAt(now: number): number {
    return [...this.#sessions.values()].filter((session) => !this.#isOver(session, now)).length;
  }

  #isOver(session: Session, now: number): boolean {
    const { sessionIdleSeconds } = this.#limits;
    return sessionIdleSeconds > 0 && now - session.lastUsed > sessionIdleSeconds * SECOND;
  }
}
