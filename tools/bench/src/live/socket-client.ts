import { connect, type Socket } from "node:net";

/** What a subscriber says after the upgrade, and what of an event is told. */
export interface Protocol {
  readonly path: string;
  readonly subprotocol?: string;
  /** Sent one after the other, each when the server has said something. */
  readonly messages: readonly string[];
  /** Server messages before the first event. */
  readonly greetings: number;
}

/** RFC 6455, 7.4.1. */
const goingAway = 1001;
const key = "MDEyMzQ1Njc4OWFiY2RlZg==";

/** A WebSocket that costs next to nothing: it reads lengths, answers pings and counts, so that ten thousand fit into a process. */
export class SocketClient {
  events = 0;
  readonly #socket: Socket;
  readonly #protocol: Protocol;
  readonly #onEvent: ((payload: Buffer) => void) | undefined;
  #rest = Buffer.alloc(0);
  #upgraded = false;
  #heard = 0;
  #said = 0;

  /** @param onEvent gets each event's bytes, where somebody looks at them */
  constructor(port: number, protocol: Protocol, onEvent?: (payload: Buffer) => void) {
    this.#protocol = protocol;
    this.#onEvent = onEvent;
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const head = [
      `GET ${protocol.path} HTTP/1.1`,
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${key}`,
      ...(protocol.subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol.subprotocol}`]),
    ];
    this.#socket.write(`${head.join("\r\n")}\r\n\r\n`);
    this.#socket.on("data", (chunk: Buffer) => this.#read(chunk));
  }

  /** Whether events can come. */
  get isReady(): boolean {
    return this.#upgraded && this.#heard >= this.#protocol.greetings && this.#said === this.#protocol.messages.length;
  }

  #read(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#upgraded) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end >= 0) {
        if (!bytes.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"))) throw new Error(bytes.toString());
        this.#upgraded = true;
        this.#say();
        bytes = bytes.subarray(end + 4);
      }
    }
    while (this.#upgraded) {
      const frame = readFrame(bytes);
      if (frame === undefined) break;
      bytes = bytes.subarray(frame.end);
      this.#take(frame);
    }
    // A copy, so that a few left bytes don't keep the whole chunk.
    this.#rest = Buffer.from(bytes);
  }

  #take({ opcode, payload }: Frame): void {
    if (opcode === 9) this.#socket.write(maskedFrame(10, payload));
    if (opcode === 8) return this.#closed(payload.readUInt16BE(0), payload.subarray(2).toString());
    if (opcode !== 1) return;
    if (this.#heard < this.#protocol.greetings) {
      this.#heard += 1;
      this.#say();
    } else {
      this.events += 1;
      this.#onEvent?.(payload);
    }
  }

  /** A server that is ended when all is counted says goodbye; anything else spoils the figures. */
  #closed(code: number, reason: string): void {
    if (code !== goingAway) throw new Error(`the server closed: ${code} ${reason}`);
  }

  #say(): void {
    const message = this.#protocol.messages[this.#said];
    if (message === undefined) return;
    this.#said += 1;
    this.#socket.write(maskedFrame(1, Buffer.from(message)));
  }
}

export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/** The first frame of `bytes`, as servers send them: unmasked, whole messages. Undefined while it is not all there. */
export function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return undefined;
  return { opcode: bytes.readUInt8(0) & 0x0f, payload: bytes.subarray(start, start + length), end: start + length };
}

/** A client's frame; a mask of zeros leaves the payload as it is. */
export function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head, 0, 0, 0, 0]), payload]);
}
