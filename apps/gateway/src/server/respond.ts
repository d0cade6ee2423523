import type { ServerResponse } from "node:http";
import type { ErrorCode } from "@plenticore/core";
import { errorBody } from "../errors.ts";

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
