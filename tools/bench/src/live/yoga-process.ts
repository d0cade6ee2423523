import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { useServer } from "graphql-ws/use/ws";
import { createSchema, createYoga } from "graphql-yoga";
import { WebSocketServer } from "ws";
import { liveEvent } from "./event.ts";

// Yoga with graphql-ws as their documentation puts them together: an async generator for each subscriber.
const schema = createSchema({
  typeDefs: `
    type Query { ok: Boolean }
    type Subscription { inverterLive(ids: [ID!], every: Float = 5): InverterLiveUpdate! }
    type InverterLiveUpdate { inverterId: ID! every: Float! live: InverterLive }
    type InverterLive { observedAt: String! ageSeconds: Float! stale: Boolean! power: PowerFlow! strings: [DcString!]! battery: Battery }
    type PowerFlow { solar: Float home: Float grid: Float gridImport: Float gridExport: Float battery: Float homeFromSolar: Float homeFromBattery: Float homeFromGrid: Float ac: Float autarky: Float }
    type DcString { index: Int! power: Float voltage: Float current: Float }
    type Battery { stateOfCharge: Float power: Float }`,
  resolvers: {
    Subscription: {
      inverterLive: {
        async *subscribe() {
          for (;;) {
            yield { inverterLive: latest };
            await next;
          }
        },
      },
    },
  },
});

let latest = liveEvent();
let wake: () => void = () => undefined;
let next = new Promise<void>((resolve) => {
  wake = resolve;
});

const yoga = createYoga({ schema, graphiql: false, logging: "error" });
const http = createServer((request, response) => void yoga(request, response));
const sockets = new WebSocketServer({ server: http, path: "/graphql", perMessageDeflate: false });
useServer({ schema }, sockets);
http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`ready http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql\n`);
});

for (;;) {
  await sleep(1000);
  latest = liveEvent();
  const waiting = wake;
  next = new Promise<void>((resolve) => {
    wake = resolve;
  });
  waiting();
}
