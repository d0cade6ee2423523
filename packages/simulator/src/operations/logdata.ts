import { setImmediate as nextTurn } from "node:timers/promises";
import type { Handlers } from "@plenticore/rest";
import { logFile, parseDate } from "../logdata/file.ts";
import { type Call, refusal } from "./call.ts";

export const logdataHandlers: Pick<Handlers<Call>, "post_logdata_download"> = {
  post_logdata_download: ({ body }, { device }) => {
    const begin = body.begin === undefined ? undefined : parseDate(body.begin);
    const end = body.end === undefined ? undefined : parseDate(body.end);
    if (body.begin !== undefined && begin === undefined) return refusal(400, "begin: expected a date, YYYY-MM-DD");
    if (body.end !== undefined && end === undefined) return refusal(400, "end: expected a date, YYYY-MM-DD");
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment; filename=logData.csv",
    };
    return { status: 200, body: streamOf(logFile(device, { begin, end })), headers };
  },
};

/** Pulled by the reader: a slow one keeps the file from being made. */
function streamOf(parts: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // A quick reader would else keep all other requests waiting.
        await nextTurn();
        const part = parts.next();
        if (part.done === true) controller.close();
        else controller.enqueue(encoder.encode(part.value));
      },
      cancel() {
        parts.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
