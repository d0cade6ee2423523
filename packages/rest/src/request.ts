import type { Dispatcher } from "undici";
import { basePath, type CallOptions, type OperationRequest, queryString } from "./generated/index.ts";
import type { CheckedOptions } from "./options.ts";

/** What undici sends for an operation. Throws TypeError for an authorization that no header can carry. */
export function describeRequest(
  request: OperationRequest,
  options: CheckedOptions,
  callOptions: CallOptions,
): Dispatcher.RequestOptions {
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = {
    ...request.headers,
    accept: request.accept === "stream" ? "*/*" : "application/json",
    ...(callOptions.authorization === undefined ? {} : { authorization: headerText(callOptions.authorization) }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const path = options.pathPrefix + basePath + request.path + queryString(request.query);
  return { method: request.method, path, headers, ...(body === undefined ? {} : { body }) };
}

// Said here without the text: another's error might quote the secret.
function headerText(authorization: string): string {
  if (!/^[\x20-\x7e]+$/.test(authorization)) throw new TypeError("authorization: a header can't carry this text");
  return authorization;
}
