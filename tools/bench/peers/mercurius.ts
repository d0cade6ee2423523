import Fastify from "fastify";
import mercurius from "mercurius";
import { remembered, type Selector, typeDefs } from "../src/servers/inverter-schema.ts";

// Mercurius with its compiler for hot queries, the values in memory: the fastest of the known servers.
const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    Query: {
      inverters: () => [{ id: "i1" }],
      inverter: (_root: unknown, { id }: { id: string }) => ({ id }),
    },
    Inverter: { processData: (_inverter: unknown, { select }: { select: Selector[] }) => remembered(select) },
  },
  jit: 1,
  graphiql: false,
});
process.stdout.write(`ready ${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql\n`);
