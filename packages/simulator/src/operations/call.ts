import type { UndocumentedAnswer } from "@plenticore/rest";
import type { Device } from "../device.ts";
import type { RequestStats } from "../http/stats.ts";
import type { Role } from "../sessions.ts";

/** What handlers know beside the request. */
export interface Call {
  readonly device: Device;
  readonly stats: RequestStats;
  /** As sent, whether alive or not. */
  readonly sessionId: string | undefined;
  /** Of the live session. */
  readonly role: Role | undefined;
}

/** Seen raw on a G1 device (FACTS 2). */
export const BUSY = "internal communication error, try again later";
export const NOT_AUTHORIZED = "Not authorized";

/** A body that is no JSON. */
export class PlainBody {
  readonly contentType: string;
  readonly text: string;

  constructor(contentType: string, text: string) {
    this.contentType = contentType;
    this.text = text;
  }
}

/** A failure with its message. */
export function refusal(status: number, message: string): UndocumentedAnswer {
  return { undocumented: true, status, body: { message } };
}

/** A failure of the web server, not of the API: a page, as nginx makes it. */
export function page(status: number, title: string): UndocumentedAnswer {
  const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { undocumented: true, status, body: new PlainBody("text/html", text) };
}
