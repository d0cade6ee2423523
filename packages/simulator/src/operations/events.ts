import type { Handlers } from "@plenticore/rest";
import type { Call } from "./call.ts";

const DEFAULT_LANGUAGE = "en-gb";
const DEFAULT_MAX = 10;

export const eventHandlers: Pick<Handlers<Call>, "get_latest_events" | "post_latest_events"> = {
  get_latest_events: (_request, { device }) => latest(device, device.behaviour.language, DEFAULT_MAX),
  post_latest_events: ({ body }, { device }) =>
    latest(device, body.language ?? DEFAULT_LANGUAGE, body.max ?? DEFAULT_MAX),
};

function latest({ clock, events }: Call["device"], language: Parameters<typeof events.print>[2], max: number) {
  const now = clock.now();
  return { status: 200 as const, body: events.latest(now, max).map((event) => events.print(event, now, language)) };
}
