import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorCode } from "@plenticore/core";
import { errorBody } from "../errors.ts";

/** Answers where there is no response to write to, and ends the connection. */
export function refuseConnection(stream: Duplex, status: number, code: ErrorCode, message: string): void {
  const body = errorBody(code, message);
  stream.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "connection: close",
      "content-type: application/json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
    // Who does not close his side, too, would keep a place.
    () => stream.destroy(),
  );
}
