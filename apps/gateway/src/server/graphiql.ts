import { readdirSync, readFileSync } from "node:fs";

/** The operations under `apps/gateway/examples`, the first of them first. */
export function exampleOperations(): string[] {
  const folder = new URL("../../examples/", import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".graphql"))
    .sort()
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
}

/** Nothing but what the page itself holds, and the gateway: the page works without the internet. */
export const graphiqlPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "font-src data:",
  "img-src data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The 9 MB page with its scripts inside; made when it is first asked for. */
export function createGraphiQLPage(): () => Promise<string> {
  let page: Promise<string> | undefined;
  return () => {
    page ??= renderPage();
    return page;
  };
}

async function renderPage(): Promise<string> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  const operations = exampleOperations();
  return renderGraphiQL({
    title: "Plenticore Gateway",
    defaultTabs: operations.map((query) => ({ query })),
    ...(operations[0] !== undefined && { defaultQuery: operations[0] }),
  });
}
