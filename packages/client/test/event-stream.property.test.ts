import fc from "fast-check";
import { expect, test } from "vitest";
import { EventStreamParser } from "../src/live/event-stream.ts";

const line = fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, ""));
const event = fc.record({
  event: fc.constantFrom("next", "complete"),
  data: fc.array(line, { minLength: 1, maxLength: 3 }),
});

test("the same events come out, however the text is cut, with any line ends and comments between", () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 5 }),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.nat({ max: 200 })),
      (events, end, cuts) => {
        const text = events
          .map(
            ({ event: name, data }) =>
              `: alive${end}${end}event: ${name}${end}${data.map((part) => `data: ${part}${end}`).join("")}${end}`,
          )
          .join("");
        const parser = new EventStreamParser();
        const places = [
          0,
          ...cuts.map((cut) => cut % (text.length + 1)).sort((one, other) => one - other),
          text.length,
        ];
        const pieces = places.slice(1).map((place, at) => text.slice(places[at], place));
        // A lone carriage return at the end may be half of a pair.
        const found = [...pieces, end === "\r" ? ":" : ""].flatMap((piece) => parser.push(piece));
        expect(found).toEqual(events.map(({ event: name, data }) => ({ event: name, data: data.join("\n") })));
      },
    ),
  );
});
