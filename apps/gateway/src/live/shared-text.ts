/** An event's result as JSON, made once for all who get it. */
export class SharedText {
  readonly text: string;
  #frame: { readonly id: string; readonly bytes: Buffer } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /**
   * The message `next` of graphql-transport-ws as a whole WebSocket frame (RFC 6455, 5.2), so that a subscriber costs one
   * write of bytes that are there. Clients mostly count from 1, so that neighbours have the same id.
   */
  frame(id: string): Buffer {
    if (this.#frame?.id !== id) {
      this.#frame = { id, bytes: textFrame(`{"id":${JSON.stringify(id)},"type":"next","payload":${this.text}}`) };
    }
    return this.#frame.bytes;
  }
}

/** Final, a text, not masked, not compressed. */
const FIN_TEXT = 0x81;
const [TWO_BYTES, EIGHT_BYTES] = [126, 127];

function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < TWO_BYTES ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FIN_TEXT;
  frame[1] = start === 2 ? length : start === 4 ? TWO_BYTES : EIGHT_BYTES;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, start);
  return frame;
}
