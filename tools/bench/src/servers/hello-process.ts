import { serve } from "./serve.ts";

// node:http that answers with a text that it was given: what the machine can do at all.
const text = Buffer.from(process.env["ANSWER"] ?? "{}");
const headers = { "content-type": "application/json", "content-length": text.length };

serve((request, response) => {
  request.resume().on("end", () => response.writeHead(200, headers).end(text));
});
