import { beforeAll, describe, expect, test } from "vitest";
import { createRestClient, type TlsOptions } from "../src/index.ts";
import { answering, type Certificate, makeCertificate, serveHttp, serveHttps, serveTcp, version } from "./servers.ts";

const json = JSON.stringify(version);

describe("https", () => {
  let valid: Certificate;
  let expired: Certificate;
  beforeAll(async () => {
    [valid, expired] = await Promise.all([makeCertificate(), makeCertificate({ expired: true })]);
  });

  test.each<[string, (certificate: Certificate) => TlsOptions]>([
    ["pinned", ({ fingerprint256 }) => ({ fingerprint256 })],
    ["pinned without colons", ({ fingerprint256 }) => ({ fingerprint256: fingerprint256.replaceAll(":", "") })],
    ["pinned in small letters", ({ fingerprint256 }) => ({ fingerprint256: fingerprint256.toLowerCase() })],
    ["pinned and not insecure", ({ fingerprint256 }) => ({ fingerprint256, insecure: false })],
    ["insecure", () => ({ insecure: true })],
  ])("%s: a self-signed certificate is taken, expired or not", async (_, tls) => {
    for (const certificate of [valid, expired]) {
      await using server = await serveHttps(certificate, answering(200, json));
      const client = createRestClient({ url: server.url, tls: tls(certificate) });
      expect(await client.getVersion()).toMatchObject({ ok: true, value: version });
      expect(await client.getVersion()).toMatchObject({ ok: true });
      await client.close();
    }
  });

  test("another certificate than the pinned one is shown, and gets no byte of the request", async () => {
    const requests: string[] = [];
    await using server = await serveHttps(expired, (request, response) => {
      requests.push(request.url ?? "");
      answering(200, json)(request, response);
    });
    const client = createRestClient({ url: server.url, tls: { fingerprint256: valid.fingerprint256 } });
    const result = await client.getVersion({}, { authorization: "Session secret" });
    expect(result).toEqual({
      ok: false,
      kind: "unreachable",
      reason: "certificate",
      message: `the certificate has another fingerprint than the pinned one: ${expired.fingerprint256}`,
      certificate: { fingerprint256: expired.fingerprint256, subject: "CN=SCB", validTo: "Jan  1 00:00:00 2018 GMT" },
    });
    expect(requests).toEqual([]);
    await client.close();
  });

  test("the pin is looked at on every connection: a stranger who comes later gets nothing", async () => {
    const requests: string[] = [];
    await using server = await serveHttps(valid, (request, response) => {
      requests.push(request.url ?? "");
      response.setHeader("connection", "close");
      answering(200, json)(request, response);
    });
    const client = createRestClient({ url: server.url, tls: { fingerprint256: valid.fingerprint256 } });
    expect(await client.getVersion()).toMatchObject({ ok: true });
    server.show(expired);
    expect(await client.getVersion()).toMatchObject({
      reason: "certificate",
      certificate: { validTo: "Jan  1 00:00:00 2018 GMT" },
    });
    expect([requests.length, server.connections]).toEqual([1, 2]);
    await client.close();
  });

  test("without a pin a self-signed certificate is refused, and shown for pinning", async () => {
    await using server = await serveHttps(valid, answering(200, json));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({
      kind: "unreachable",
      reason: "certificate",
      message: "the certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): pin its fingerprint",
      certificate: { fingerprint256: valid.fingerprint256, subject: "CN=SCB" },
    });
    await client.close();
  });

  test("a server that speaks no TLS", async () => {
    await using server = await serveHttp(answering(200, json));
    const client = createRestClient({ url: server.url.replace("http:", "https:"), tls: { insecure: true } });
    expect(await client.getVersion()).toMatchObject({ kind: "unreachable", reason: "tls" });
    await client.close();
  });

  test("a server that hangs up during the handshake", async () => {
    await using server = await serveTcp((socket) => socket.once("data", () => socket.end()));
    const client = createRestClient({ url: server.url.replace("http:", "https:"), tls: { insecure: true } });
    expect(await client.getVersion()).toMatchObject({ kind: "unreachable", reason: "reset" });
    await client.close();
  });
});
