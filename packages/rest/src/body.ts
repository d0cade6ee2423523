import { once } from "node:events";
import type { Dispatcher } from "undici";
import type { Deadline } from "./deadline.ts";
import { failureOf, StreamError, tooLarge, unreachable } from "./errors.ts";
import type { TransportFailure } from "./generated/index.ts";

type ResponseBody = Dispatcher.ResponseData["body"];

/** Reads a body of at most `maxBytes`; `undefined` when it is longer, and the connection is given up. */
export async function readBytes(
  body: ResponseBody,
  announced: string | undefined,
  maxBytes: number,
): Promise<Buffer | undefined> {
  if (Number(announced ?? 0) > maxBytes) {
    discard(body);
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the body, and with it the connection.
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** Looks at the first chunk and leaves it in the body; empty where there is none. */
export async function firstChunk(body: ResponseBody): Promise<Buffer> {
  for (;;) {
    const chunk = body.read() as Buffer | null;
    if (chunk !== null) {
      body.unshift(chunk);
      return chunk;
    }
    if (body.readableEnded) return Buffer.alloc(0);
    // Rejects with the body's own error when it breaks off.
    await Promise.race([once(body, "readable"), once(body, "end")]);
  }
}

/** Gives a body up together with its connection. */
export function discard(body: ResponseBody): void {
  body.on("error", () => undefined).destroy();
}

/**
 * Passes a body on chunk by chunk as it is read. It fails with a `StreamError` when the connection breaks, when a chunk
 * takes longer than `idleMs`, or after `maxBytes`; cancelling it closes the connection.
 */
export function streamBody(
  body: ResponseBody,
  deadline: Deadline,
  idleMs: number,
  maxBytes: number | undefined,
): ReadableStream<Uint8Array> {
  const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  // A break while nobody reads is told by the next read, not by an uncaught error.
  body.on("error", () => undefined);
  deadline.pause();
  let length = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const fail = (failure: TransportFailure, cause?: unknown): void => {
          deadline.release();
          discard(body);
          controller.error(new StreamError(failure, { cause }));
        };
        try {
          deadline.start(idleMs);
          const next = await chunks.next();
          deadline.pause();
          if (next.done === true) {
            deadline.release();
            controller.close();
            return;
          }
          length += next.value.length;
          if (maxBytes !== undefined && length > maxBytes) fail(tooLarge(maxBytes));
          else controller.enqueue(next.value);
        } catch (error) {
          fail(deadline.failure ?? failureOf(error) ?? unreachable("reset", "the connection broke off"), error);
        }
      },
      cancel() {
        deadline.release();
        discard(body);
      },
    },
    { highWaterMark: 0 },
  );
}
