import { X509Certificate } from "node:crypto";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer } from "node:tls";
import { generate } from "selfsigned";

export interface TlsFront {
  /** `https://…`. */
  readonly url: string;
  /** Of the certificate that it shows: colons between bytes. */
  readonly fingerprint256: string;
  close(): Promise<void>;
}

/** HTTPS before a device that speaks HTTP, with a certificate as devices have it: self-signed, named SCB (FACTS 1.8). */
export async function startTlsFront(port: number): Promise<TlsFront> {
  const pem = await generate([{ name: "commonName", value: "SCB" }], { keyType: "ec", algorithm: "sha256" });
  const sockets = new Set<Socket>();
  const server = createServer({ key: pem.private, cert: pem.cert }, (socket) => {
    const onward = connect({ host: "127.0.0.1", port });
    for (const one of [socket, onward]) {
      sockets.add(one);
      // Who leaves in the middle of a handshake is what is tested here.
      one.on("error", () => undefined);
      one.on("close", () => {
        sockets.delete(one);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fingerprint256: new X509Certificate(pem.cert).fingerprint256,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
