import type { ServerResponse } from "node:http";
import type { ErrorCode, PlenticoreError } from "@plenticore/core";
import { errorBody, retryAfter } from "../errors.ts";

/** Answers with a body that no browser takes for anything else than it says. */
export function send(response: ServerResponse, status: number, mediaType: string, body: string): void {
  response
    .writeHead(status, {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-length": Buffer.byteLength(body),
      "x-content-type-options": "nosniff",
    })
    .end(body);
}

/** Answers with a coded error. */
export const refuse = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  send(response, status, "application/json", errorBody(code, message));

/** As `refuse`, with what the status wants to be told in headers: how to come in, or when to come again. */
export function refuseFor(response: ServerResponse, status: number, error: PlenticoreError): void {
  const { code, message, retryAfterMs } = error;
  if (status === 401) response.setHeader("www-authenticate", "Bearer");
  if (status === 429 && retryAfterMs !== undefined) {
    for (const [name, value] of Object.entries(retryAfter(retryAfterMs))) response.setHeader(name, value);
  }
  send(response, status, "application/json", errorBody(code, message, error));
}
