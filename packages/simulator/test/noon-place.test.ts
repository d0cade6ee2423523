import fc from "fast-check";
import { expect, test } from "vitest";
import { noonPlace } from "../src/index.ts";
import { DAY, HOUR, Zone } from "../src/model/zone.ts";

test("at any time there is a place where it is noon, by its zone and by the sun", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }), (now) => {
      const { timeZone, longitude } = noonPlace(now);
      expect(Math.abs((new Zone(timeZone).local(now) % DAY) / HOUR - 12)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      const meanSolarHour = (((now / HOUR + longitude / 15) % 24) + 24) % 24;
      expect(Math.abs(meanSolarHour - 12)).toBeLessThanOrEqual(0.5);
    }),
  );
});
