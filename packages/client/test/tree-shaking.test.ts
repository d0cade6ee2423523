import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { expect, test } from "vitest";

const index = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** What a bundler makes of one import. */
async function bundled(name: string): Promise<string> {
  const entry = "virtual:entry";
  const { output } = await build({
    input: entry,
    write: false,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${name} } from ${JSON.stringify(index)};` : null),
      },
    ],
  });
  return output.map((file) => (file.type === "chunk" ? file.code : "")).join("\n");
}

test.each([
  ["createHttpClient", ["redirect"], ["graphql-transport-ws", "text/event-stream", "sha256:"]],
  ["createPlenticoreClient", ["graphql-transport-ws", "text/event-stream"], ["sha256:"]],
  ["ViewerDocument", ["query Viewer"], ["query FleetOverview", "mutation", "graphql-transport-ws", "authorization"]],
])("a bundle of %s holds no more than it needs", async (name, has, hasNot) => {
  const code = await bundled(name);
  for (const text of has) expect(code).toContain(text);
  for (const text of hasNot) expect(code).not.toContain(text);
});
