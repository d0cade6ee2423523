import type { OperationId } from "@plenticore/rest";

/** What a device counts of its requests. */
export class RequestStats {
  #requests = new Map<OperationId, number>();
  #statuses = new Map<number, number>();
  #unknown = 0;
  #logins = 0;
  #failedLogins = 0;
  #logouts = 0;
  #abandoned = 0;
  #failures: string[] = [];
  readonly requestsUnderWay = new Gauge();
  readonly downloadsUnderWay = new Gauge();

  arrived(operation: OperationId | undefined): void {
    if (operation === undefined) this.#unknown += 1;
    else this.#requests.set(operation, this.countOf(operation) + 1);
  }

  answered(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
  }

  failed(error: unknown): void {
    this.#failures.push(error instanceof Error ? error.message : String(error));
  }

  loggedIn(): void {
    this.#logins += 1;
  }

  loginFailed(): void {
    this.#failedLogins += 1;
  }

  loggedOut(): void {
    this.#logouts += 1;
  }

  /** The connection ended before the answer did. */
  abandoned(): void {
    this.#abandoned += 1;
  }

  countOf(operation: OperationId): number {
    return this.#requests.get(operation) ?? 0;
  }

  reset(): void {
    this.#requests = new Map();
    this.#statuses = new Map();
    this.#unknown = 0;
    this.#logins = 0;
    this.#failedLogins = 0;
    this.#logouts = 0;
    this.#abandoned = 0;
    this.#failures = [];
    this.requestsUnderWay.reset();
    this.downloadsUnderWay.reset();
  }

  snapshot() {
    return {
      requests: Object.fromEntries(this.#requests) as Partial<Record<OperationId, number>>,
      unknownRequests: this.#unknown,
      processdata: this.countOf("post_process_data"),
      settings: this.countOf("post_settings"),
      logins: this.#logins,
      failedLogins: this.#failedLogins,
      logouts: this.#logouts,
      abandoned: this.#abandoned,
      failures: [...this.#failures],
      maxConcurrent: this.requestsUnderWay.most,
      maxConcurrentDownloads: this.downloadsUnderWay.most,
      statuses: Object.fromEntries([...this.#statuses].map(([status, count]) => [String(status), count])),
    };
  }
}

/** How many there are now, and were at most. */
class Gauge {
  #now = 0;
  #most = 0;

  get most(): number {
    return this.#most;
  }

  /** Gives the way out, which may be called more than once. */
  enter(): () => void {
    this.#now += 1;
    this.#most = Math.max(this.#most, this.#now);
    let left = false;
    return () => {
      if (!left) this.#now -= 1;
      left = true;
    };
  }

  reset(): void {
    this.#most = this.#now;
  }
}
