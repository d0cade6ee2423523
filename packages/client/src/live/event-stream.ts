/** An event of a stream (`text/event-stream`); without `data` where it had none. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads events from text that comes in pieces, by the rules of HTML's server-sent events. */
export class EventStreamParser {
  #rest = "";
  #event = "";
  #data: string[] = [];

  /** The events that this piece completes. */
  push(text: string): StreamEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): StreamEvent[] {
    if (line === "") return this.#dispatch();
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    // A line that begins with a colon is a comment, which keeps the connection alive.
    return [];
  }

  #dispatch(): StreamEvent[] {
    const event = { event: this.#event, data: this.#data.join("\n") };
    this.#event = "";
    this.#data = [];
    return event.event === "" && event.data === "" ? [] : [event];
  }
}
