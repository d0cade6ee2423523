import { expect, test } from "vitest";
import { DownloadError, downloadLog } from "../../src/inverter/download-log.ts";

const asking = (answer: (url: string, init: RequestInit) => Response | Promise<Response>) => {
  const progress: number[] = [];
  const controller = new AbortController();
  const result = downloadLog({
    inverterId: "garage/1",
    period: { begin: "2026-06-20", end: "2026-06-21" },
    key: "pk_secret",
    signal: controller.signal,
    onProgress: (bytes) => progress.push(bytes),
    fetch: async (input, init) => answer(input as string, init ?? {}),
  });
  return { result, progress, controller };
};

test("the key goes as a header and not into the address; the file is whole", async () => {
  const seen: [string, RequestInit][] = [];
  const { result, progress } = asking((url, init) => {
    seen.push([url, init]);
    return new Response("Zeit\t1\n");
  });
  expect(await (await result).text()).toBe("Zeit\t1\n");
  expect(progress).toEqual([7]);
  expect(seen[0]?.[0]).toBe("/inverters/garage%2F1/logdata.tsv?begin=2026-06-20&end=2026-06-21");
  expect(seen[0]?.[1].headers).toEqual({ authorization: "Bearer pk_secret" });
});

test("a refusal is told by the gateway's code, whoever else answers by his status", async () => {
  const body = { errors: [{ message: "garage is away", extensions: { code: "UNREACHABLE_TIMEOUT" } }] };
  const { result } = asking(() => Response.json(body, { status: 504 }));
  await expect(result).rejects.toMatchObject({
    name: "DownloadError",
    code: "UNREACHABLE_TIMEOUT",
    message: "garage is away",
  });
  const other = asking(() => new Response("<h1>Bad Gateway", { status: 502, statusText: "Bad Gateway" }));
  await expect(other.result).rejects.toMatchObject({ code: "NOT_GRAPHQL", message: "502 Bad Gateway" });
});

test("half a file is none", async () => {
  const { result } = asking(
    () =>
      new Response(
        new ReadableStream({
          start: (stream) => stream.enqueue(new TextEncoder().encode("Zeit\t")),
          pull: (stream) => stream.error(new TypeError("network error")),
        }),
      ),
  );
  await expect(result).rejects.toBeInstanceOf(DownloadError);
});
