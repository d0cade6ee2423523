import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { remembered, type Selector, typeDefs } from "../src/servers/inverter-schema.ts";

// Apollo Server as its documentation starts it, the values in memory.
const server = new ApolloServer({
  typeDefs,
  resolvers: {
    Query: {
      inverters: () => [{ id: "i1" }],
      inverter: (_root: unknown, { id }: { id: string }) => ({ id }),
    },
    Inverter: { processData: (_inverter: unknown, { select }: { select: Selector[] }) => remembered(select) },
  },
});
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: "127.0.0.1" } });
process.stdout.write(`ready ${url}\n`);
