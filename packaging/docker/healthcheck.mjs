// Ends with 0 where the gateway in this container is alive: there is no curl in the image.
import http from "node:http";
import https from "node:https";

const url = process.env.PLENTICORE_HEALTH_URL ?? "http://127.0.0.1:4000/healthz";
const { get } = url.startsWith("https:") ? https : http;
// It asks itself: whose certificate it is does not matter.
const request = get(url, { timeout: 4000, rejectUnauthorized: false }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on("timeout", () => request.destroy()).on("error", () => process.exit(1));
