import type { Language } from "@plenticore/catalogue";
import type { InverterConfig } from "./config.ts";
import { call } from "./device-calls.ts";
import type { DeviceLink } from "./device-link.ts";
import { deviceEvent, deviceEventFields, eventsMask, needTimeZone } from "./events.ts";
import type { ReadPriority } from "./merged-reader.ts";
import type { DeviceEvent } from "./types.ts";

export interface EventReaderOptions {
  readonly config: InverterConfig;
  /** The plant's zone, for a device that tells none. */
  readonly timeZone: string;
  readonly link: DeviceLink;
}

/** What the device remembers of its events. */
export class EventReader {
  readonly #options: EventReaderOptions;

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  /** The latest `max` events, with these fields only. @throws PlenticoreError */
  async read<Field extends keyof DeviceEvent = keyof DeviceEvent>(
    max: number,
    language: Language | undefined,
    fields: readonly Field[] = deviceEventFields as readonly Field[],
    priority: ReadPriority = "read",
  ): Promise<readonly Pick<DeviceEvent, Field>[]> {
    const [printed, timeZone] = await Promise.all([
      this.#printed(max, language, fields, priority),
      needTimeZone(fields) ? this.#timeZone() : "UTC",
    ]);
    return printed.slice(0, max).map((event) => deviceEvent(event, fields, timeZone, this.#options.config.id));
  }

  /** One answer serves all who ask for the same within a moment; a whole one those, too, who want parts of it. */
  #printed(
    max: number,
    language: Language | undefined,
    fields: readonly (keyof DeviceEvent)[],
    priority: ReadPriority,
  ) {
    const { shared, takesMasks } = this.#options.link;
    const whole = language === undefined ? "events" : `events ${language} ${max}`;
    const mask = takesMasks && !shared.has(whole) ? eventsMask(fields) : undefined;
    const header = mask === undefined ? {} : { "X-Fields": mask };
    return shared.get(
      mask === undefined ? whole : `${whole} ${mask}`,
      language === undefined
        ? call("get_latest_events", "reading the events", (client, options) =>
            client.getLatestEvents({ header }, options),
          )
        : call("post_latest_events", "reading the events", (client, options) =>
            client.postLatestEvents({ body: { language, max }, header }, options),
          ),
      priority,
    );
  }

  async #timeZone(): Promise<string> {
    const { config, timeZone, link } = this.#options;
    return config.eventTime === "utc" ? "UTC" : ((await link.info.timeZone.get()) ?? timeZone);
  }
}
