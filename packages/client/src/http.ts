import { GatewayError, isGatewayError, notGraphQL, unknownOutcome, unreachable } from "./errors.ts";
import type { Settings } from "./options.ts";
import type { Payload } from "./request.ts";
import { failed, isObject, type Result, resultOf } from "./result.ts";
import type { FetchResponse } from "./runtime.ts";

/** Ends of a request that is still running. */
export interface Ends {
  /** The caller's. */
  readonly signal?: AbortSignal | undefined;
  /** The client's. */
  readonly closed: AbortSignal;
}

const accept = "application/graphql-response+json, application/json";

/**
 * One query or mutation. Never rejects.
 *
 * @param isWrite what broke off may have been carried out: nobody should send it again unseen
 */
export async function post<Data>(
  settings: Settings,
  payload: Payload,
  isWrite: boolean,
  ends: Ends,
): Promise<Result<Data>> {
  const { runtime, timeoutMs } = settings;
  const ended = endedBy(ends);
  if (ended !== undefined) return failed(ended);
  const attempt = new AbortController();
  const end = (): void => attempt.abort();
  ends.signal?.addEventListener("abort", end);
  ends.closed.addEventListener("abort", end);
  let isLate = false;
  const cancel = runtime.after(timeoutMs, () => {
    isLate = true;
    attempt.abort();
  });
  try {
    const response = await send(settings, payload, accept, attempt.signal);
    return await readAnswer(response);
  } catch (error) {
    const told = endedBy(ends) ?? (isGatewayError(error) ? error : undefined);
    return failed(told ?? (isLate ? tooLate(timeoutMs, isWrite) : unreachable(error, isWrite)));
  } finally {
    cancel();
    ends.signal?.removeEventListener("abort", end);
    ends.closed.removeEventListener("abort", end);
  }
}

/** @throws GatewayError where there is no key, what `fetch` throws, and the signal's reason, also while the key is awaited */
export async function send(
  { url, authorization, runtime }: Settings,
  payload: Payload,
  accepted: string,
  signal: AbortSignal,
): Promise<FetchResponse> {
  const given = await unlessAborted(authorization(), signal);
  const headers: Record<string, string> = { "content-type": "application/json", accept: accepted };
  if (given !== undefined) headers["authorization"] = given;
  // A redirect is told instead of followed: it might lead the key elsewhere.
  return runtime.fetch(url, { method: "POST", headers, body: JSON.stringify(payload), signal, redirect: "manual" });
}

/** Whoever gives a key may never do so. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** The gateway's answer, also one with an error's status; @throws what reading the body throws */
export async function readAnswer<Data>(response: FetchResponse): Promise<Result<Data>> {
  const text = await response.text();
  const type = response.headers.get("content-type")?.split(";")[0] ?? "no content type";
  const answer = parse(text);
  if (isObject(answer) && ("data" in answer || "errors" in answer)) return resultOf(answer);
  const { status } = response;
  // A browser shows no more of a redirect than status 0.
  if (status === 0 || (status >= 300 && status < 400)) return failed(notGraphQL("a redirect to another address"));
  if (status < 500) return failed(notGraphQL(`status ${status} with ${type}`));
  return failed(
    new GatewayError("GATEWAY_UNREACHABLE", `what is in front of the gateway answered ${status}`, { retryable: true }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why there is no answer, where somebody wanted none any more. */
export function endedBy({ signal, closed }: Ends): GatewayError | undefined {
  if (closed.aborted) return new GatewayError("CLOSED", "the client was closed", { retryable: false });
  if (signal?.aborted === true) {
    return new GatewayError("ABORTED", "the caller gave it up", { retryable: true, cause: signal.reason });
  }
  return undefined;
}

const tooLate = (timeoutMs: number, isWrite: boolean): GatewayError =>
  new GatewayError("TIMEOUT", `the gateway did not answer within ${timeoutMs} ms${isWrite ? unknownOutcome : ""}`, {
    retryable: !isWrite,
  });
