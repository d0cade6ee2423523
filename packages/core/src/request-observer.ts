import type { ErrorCode } from "./errors.ts";

export interface ObservedRequest {
  readonly inverterId: string;
  /** As the bindings name it, like `post_process_data`; `login` for the steps of a login together. */
  readonly operation: string;
}

/** Follows requests to devices back to who wanted them, as traces do. Without one nothing of it is done. */
export interface RequestObserver {
  /** Who asks at this moment; called where something is wanted, which is earlier than it is sent. Undefined: nobody in particular. */
  caller(): unknown;
  /** A request is sent for these callers. @returns what is told how it ended; undefined: well */
  sent(request: ObservedRequest, callers: readonly unknown[]): (failure: ErrorCode | undefined) => void;
}
