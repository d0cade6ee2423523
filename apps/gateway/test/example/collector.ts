import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

/** As OTLP/HTTP has it in JSON. */
interface PrintedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Printed {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly PrintedSpan[] }[];
  }[];
}

export interface ReceivedSpan extends Omit<PrintedSpan, "attributes"> {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly resource: Readonly<Record<string, string | undefined>>;
}

const byKey = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));

/** A collector of traces on a free port: OTLP over HTTP, JSON. */
export async function startCollector() {
  const spans: ReceivedSpan[] = [];
  const headers: (string | undefined)[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    void (async () => {
      const { resourceSpans } = (await json(request)) as Printed;
      headers.push(request.headers["x-collector-key"] as string | undefined);
      if (state.status === 200 && request.url === "/v1/traces") {
        for (const { resource, scopeSpans } of resourceSpans) {
          for (const { attributes, ...span } of scopeSpans.flatMap((scope) => scope.spans)) {
            spans.push({ ...span, attributes: byKey(attributes), resource: byKey(resource.attributes) });
          }
        }
      }
      response.writeHead(state.status, { "content-type": "application/json" }).end("{}");
    })();
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    /** The collector's key of each batch. */
    keys: headers,
    /** What it answers from now on. */
    answer: (status: number) => {
      state.status = status;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
