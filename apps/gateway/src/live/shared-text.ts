/** An event's result as JSON, made once for all who get it. */
export class SharedText {
  readonly text: string;
  #frame: { readonly id: string; readonly bytes: Buffer } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The message `next` of graphql-transport-ws. Clients mostly count from 1, so that neighbours have the same id. */
  frame(id: string): Buffer {
    if (this.#frame?.id !== id) {
      this.#frame = { id, bytes: Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":${this.text}}`) };
    }
    return this.#frame.bytes;
  }
}
