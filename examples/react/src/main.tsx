import { createPlenticoreClient } from "@plenticore/client";
import { plenticoreExchange } from "@plenticore/client/urql";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Client, Provider } from "urql";
import { App } from "./app.tsx";

// "": the page's own server, which passes on to the gateway (vite.config.ts).
const plenticore = createPlenticoreClient({ url: "" });
// Queries, mutations and subscriptions all go through that client: urql fetches nothing by itself, and its url is not used.
const urql = new Client({ url: "/graphql", exchanges: [plenticoreExchange(plenticore)] });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Provider value={urql}>
      <App connection={plenticore.connection} />
    </Provider>
  </StrictMode>,
);
