import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createRestClient, type RestClient, StreamError } from "../src/index.ts";
import { answering, fact, ManualTime, serveHttp, serveTcp } from "./servers.ts";

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** Writes up to 1 GiB as fast as it is taken; gives the bytes written when the other side hangs up. */
async function pour(socket: Socket, head: string): Promise<number> {
  const chunk = Buffer.alloc(mebibyte, " ");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write(head);
  let written = 0;
  while (written < gibibyte && !socket.destroyed) {
    written += chunk.length;
    if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  await closed;
  return written;
}

describe("an answer of 1 GiB", () => {
  test.each<[string, string, (client: RestClient) => Promise<object>, object]>([
    [
      "a success without a length",
      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
      (client) => client.getVersion(),
      { kind: "tooLarge", limitBytes: 4 * mebibyte, message: "the answer is longer than 4194304 bytes" },
    ],
    [
      "a success with a length",
      `HTTP/1.1 200 OK\r\nContent-Length: ${gibibyte}\r\n\r\n`,
      (client) => client.getVersion(),
      { kind: "tooLarge" },
    ],
    [
      "a success under the call's own limit",
      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
      (client) => client.getVersion({}, { maxBytes: 1000 }),
      { kind: "tooLarge", limitBytes: 1000 },
    ],
    [
      "a success of which nothing is wanted",
      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
      (client) => client.postReboot(),
      { kind: "tooLarge" },
    ],
    [
      "a failure",
      "HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n",
      (client) => client.getModuleList(),
      { kind: "documented", status: 503, body: undefined },
    ],
    [
      "a failure with a length",
      `HTTP/1.1 500 Oops\r\nContent-Length: ${gibibyte}\r\n\r\n`,
      (client) => client.getModuleList(),
      { kind: "undocumented", status: 500 },
    ],
  ])("%s is cut at the limit, and memory doesn't grow", async (_, head, call, want) => {
    const poured = fact<number>();
    await using server = await serveTcp((socket) =>
      socket.once("data", () => void pour(socket, head).then(poured.happen)),
    );
    const client = createRestClient({ url: server.url });
    const before = process.memoryUsage().rss;
    expect(await call(client)).toMatchObject({ ok: false, ...want });
    expect(await poured.happened).toBeLessThan(64 * mebibyte);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * mebibyte);
    await client.close();
  });

  test("streamed, is passed on in full without being kept", async () => {
    const total = 256 * mebibyte;
    await using server = await serveHttp((request, response) => {
      request.resume();
      const chunk = Buffer.alloc(mebibyte);
      let written = 0;
      const more = (): void => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    });
    const client = createRestClient({ url: server.url });
    const result = await client.postLogdataDownload({ body: {} });
    if (!result.ok) throw new Error(result.message);
    let length = 0;
    let most = 0;
    const before = process.memoryUsage().rss;
    for await (const chunk of result.value) {
      length += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(length).toBe(total);
    expect(most - before).toBeLessThan(160 * mebibyte);
    await client.close();
  });
});

describe("a stream", () => {
  const streaming = async (text: string, after: (socket: Socket) => void): Promise<AsyncDisposable & { url: string }> =>
    serveTcp((socket) => {
      socket.once("data", () =>
        socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`, () => after(socket)),
      );
    });
  const start = async (client: RestClient, options = {}): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const result = await client.postLogdataDownload({ body: {} }, options);
    if (!result.ok) throw new Error(result.message);
    return result.value.getReader();
  };
  const text = (chunk: { value?: Uint8Array | undefined }): string => Buffer.from(chunk.value ?? []).toString();

  test("gives chunks as they come, and its end", async () => {
    await using server = await streaming("4\r\nZeit\r\n", (socket) => socket.write("1\r\n\n\r\n0\r\n\r\n"));
    const client = createRestClient({ url: server.url });
    const reader = await start(client);
    let all = "";
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) all += text(chunk);
    expect(all).toBe("Zeit\n");
    await client.close();
  });

  test("has the call's time between two chunks, not for all of it, and none while nobody reads", async () => {
    const time = new ManualTime();
    const sockets: Socket[] = [];
    await using server = await streaming("1\r\na\r\n", (socket) => sockets.push(socket));
    const client = createRestClient({ url: server.url }, time);
    const reader = await start(client, { timeoutMs: 500 });
    expect(time.running).toEqual([]);
    expect(text(await reader.read())).toBe("a");
    expect(time.running).toEqual([]);
    const second = reader.read();
    await expect.poll(() => time.running).toEqual([500]);
    sockets[0]?.write("1\r\nb\r\n");
    expect(text(await second)).toBe("b");
    const third = reader.read();
    await expect.poll(() => time.running).toEqual([500]);
    time.pass(500);
    await expect(third).rejects.toMatchObject({
      name: "StreamError",
      failure: { kind: "unreachable", reason: "timeout", message: "no answer within 500 ms" },
    });
    await expect.poll(() => sockets[0]?.closed).toBe(true);
    expect(time.running).toEqual([]);
    await client.close();
  });

  test("that breaks off fails instead of ending", async () => {
    await using server = await streaming("5\r\nab", (socket) => socket.end());
    const client = createRestClient({ url: server.url });
    const reader = await start(client);
    const drain = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    const error = await drain().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamError);
    expect((error as StreamError).failure).toMatchObject({ ok: false, kind: "unreachable", reason: "reset" });
    await client.close();
  });

  test("has a limit where the call names one", async () => {
    await using server = await streaming("5\r\nabcde\r\n", () => undefined);
    const client = createRestClient({ url: server.url });
    const reader = await start(client, { maxBytes: 4 });
    await expect(reader.read()).rejects.toMatchObject({ failure: { kind: "tooLarge", limitBytes: 4 } });
    await client.close();
  });

  test("that is cancelled closes the connection", async () => {
    const closed = fact();
    await using server = await streaming("1\r\na\r\n", (socket) => socket.once("close", () => closed.happen()));
    const client = createRestClient({ url: server.url });
    const reader = await start(client);
    await reader.read();
    await reader.cancel();
    await expect(closed.happened).resolves.toBe(undefined);
    await client.close();
  });

  test("ends with the caller's signal, also while nobody reads", async () => {
    const closed = fact();
    await using server = await streaming("1\r\na\r\n", (socket) => socket.once("close", closed.happen));
    const client = createRestClient({ url: server.url });
    const controller = new AbortController();
    const reader = await start(client, { signal: controller.signal });
    await reader.read();
    controller.abort();
    await closed.happened;
    await expect(reader.read()).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    await client.close();
  });

  test("ends with the client", async () => {
    await using server = await streaming("1\r\na\r\n", () => undefined);
    const client = createRestClient({ url: server.url });
    const reader = await start(client);
    await reader.read();
    const next = reader.read().catch((reason: unknown) => reason);
    await client.close();
    expect(await next).toMatchObject({ name: "StreamError", failure: { kind: "cancelled" } });
  });

  test("is not made of a failure, whose message is read", async () => {
    await using server = await serveHttp(answering(503, '{"message": "busy"}'));
    const client = createRestClient({ url: server.url });
    expect(await client.postLogdataDownload({ body: {} })).toMatchObject({
      kind: "documented",
      status: 503,
      message: "busy",
    });
    await client.close();
  });
});
