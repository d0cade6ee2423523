import { type PeerCertificate, TLSSocket } from "node:tls";
import { buildConnector } from "undici";
import { CertificateError } from "./errors.ts";
import type { ShownCertificate } from "./generated/index.ts";
import type { Trust } from "./options.ts";

/** Connects, and hands a TLS connection over only after its certificate was looked at: no byte of a request goes to a stranger. */
export function createConnector(trust: Trust | undefined, timeoutMs: number): buildConnector.connector {
  // A refused certificate must be shown to the user, so Node may not hang up by itself: `refusal` decides instead.
  // Sessions are not kept: a resumed one would skip the certificate.
  const connect = buildConnector({
    timeout: timeoutMs,
    allowH2: false,
    maxCachedSessions: 0,
    rejectUnauthorized: false,
  });
  return (target, callback) => {
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error !== null) return callback(error, null);
      const refused = trust === undefined ? undefined : refusal(trust, socket);
      if (refused === undefined) return callback(null, socket);
      socket.destroy();
      return callback(refused, null);
    });
  };
}

function refusal(trust: Trust, socket: unknown): Error | undefined {
  if (!(socket instanceof TLSSocket)) return new TypeError("an https url needs a TLS connection");
  if (trust.kind === "anything") return undefined;
  const certificate = shown(socket.getPeerCertificate());
  if (trust.kind === "pinned") {
    if (certificate.fingerprint256.replaceAll(":", "") === trust.fingerprint256) return undefined;
    return new CertificateError(
      `the certificate has another fingerprint than the pinned one: ${certificate.fingerprint256}`,
      certificate,
    );
  }
  if (socket.authorized) return undefined;
  return new CertificateError(
    `the certificate is not trusted (${String(socket.authorizationError)}): pin its fingerprint`,
    certificate,
  );
}

function shown(certificate: PeerCertificate): ShownCertificate {
  // A peer without a certificate gives an empty object.
  const { fingerprint256 = "", subject, valid_to: validTo = "" } = certificate as Partial<PeerCertificate>;
  return {
    fingerprint256: fingerprint256.toUpperCase(),
    subject: Object.entries(subject ?? {})
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(", "),
    validTo,
  };
}
