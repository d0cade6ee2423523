import { request } from "node:http";
import type { Fleet } from "@plenticore/core";
import { type ServedOptions, serve } from "../example/serve.ts";

/** One request as it goes over the wire. */
export interface Wire {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sent without a length. */
  readonly isChunked?: boolean;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What differs from one answer to the next whoever gives it. */
const ofTheMoment = new Set(["date", "connection", "keep-alive"]);

export function send(url: string, { method = "POST", path = "/graphql", headers, body = "", isChunked }: Wire) {
  return new Promise<Answered>((resolve, reject) => {
    const length = isChunked === true ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const all = { "content-type": "application/json", ...length, ...headers };
    const asked = request(`${url}${path}`, { method, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject).once("end", () => {
        const kept = Object.entries(response.headers).filter(([name]) => !ofTheMoment.has(name));
        resolve({
          status: response.statusCode,
          headers: Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1))),
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    // Also after the answer: who sends too much is told so, and then cut off.
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Two gateways before one fleet, alike but for the shortcut. */
export async function bothWays(fleet: Fleet, options: ServedOptions = {}) {
  const short = await serve(fleet, { ...options, shortcut: true });
  const long = await serve(fleet, { ...options, shortcut: false });
  return {
    short,
    /** What Yoga answers, and what the gateway answers: at first, when it has seen the document, and again. */
    async ask(wire: Wire): Promise<{ readonly wanted: Answered; readonly given: readonly Answered[] }> {
      const wanted = await send(long.url, wire);
      const given: Answered[] = [];
      for (let time = 1; time <= 3; time++) given.push(await send(short.url, wire));
      return { wanted, given };
    },
    async [Symbol.asyncDispose]() {
      await short.gateway.close();
      await long.gateway.close();
    },
  };
}
