import type { OperationId } from "@plenticore/rest";

export interface FaultScope {
  /** Ends after so many requests that it met; without meaning for `reboot` and a refusing `offline`. Default: stays. */
  readonly times?: number;
  /** Only these operations. Default: all. */
  readonly operations?: readonly OperationId[];
}

/** What goes wrong. */
export type FaultKind =
  /** 503 with the device's message. */
  | { readonly kind: "busy" }
  /** Restarts the device, once. */
  | { readonly kind: "reboot" }
  /** Refuses connections (default), or takes requests and never answers. */
  | { readonly kind: "offline"; readonly how?: "refuse" | "hang" }
  /** A status; with `id` only where the request names it. `message: null` answers without JSON. */
  | { readonly kind: "status"; readonly status: number; readonly message?: string | null; readonly id?: string }
  /** 401 on all that needs a session; the session itself lives on. */
  | { readonly kind: "unauthorized" }
  /** 403 at `POST /auth/start`. */
  | { readonly kind: "locked" }
  /** A page of HTML with status 200. */
  | { readonly kind: "html" }
  /** A JSON body without an end, or of so many bytes. */
  | { readonly kind: "huge"; readonly bytes?: number }
  /** Ends the connection without an answer. */
  | { readonly kind: "nothing" }
  /** Does what was asked, and ends the connection without an answer. */
  | { readonly kind: "lost" }
  | { readonly kind: "redirect"; readonly location?: string }
  /** A wrong server signature at `POST /auth/finish`. */
  | { readonly kind: "signature" }
  /** Answers so much later, in ms. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Half of the JSON, as if it were all. */
  | { readonly kind: "truncated" }
  /** A body of one's own. */
  | { readonly kind: "body"; readonly body: string; readonly status?: number; readonly contentType?: string };

export type Fault = FaultKind & FaultScope;

/** What of a request decides whether a fault meets it. */
export interface FaultTarget {
  readonly operation: OperationId;
  readonly needsSession: boolean;
  readonly path: string;
  readonly body: string;
}

interface Active {
  readonly fault: Fault;
  left: number;
}

/** The faults in force. */
export class Faults {
  #active: Active[] = [];

  set(faults: readonly Fault[]): void {
    this.#active = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** The first fault that meets the request; it counts as happened. */
  take(target: FaultTarget): Fault | undefined {
    const met = this.#active.find(({ fault, left }) => left > 0 && meets(fault, target));
    if (met === undefined) return undefined;
    met.left -= 1;
    return met.fault;
  }
}

function meets(fault: Fault, target: FaultTarget): boolean {
  if (fault.operations !== undefined && !fault.operations.includes(target.operation)) return false;
  switch (fault.kind) {
    case "reboot":
      return false;
    case "offline":
      return fault.how === "hang";
    case "status":
      return fault.id === undefined || names(target, fault.id);
    case "unauthorized":
      return target.needsSession;
    case "locked":
      return target.operation === "post_auth_start";
    case "signature":
      return target.operation === "post_auth_finish";
    default:
      return true;
  }
}

function names({ path, body }: FaultTarget, id: string): boolean {
  return path.split(/[/,]/).includes(id) || body.includes(JSON.stringify(id));
}
