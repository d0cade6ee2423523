import { DAY } from "./zone.ts";

const RADIANS = Math.PI / 180;
const J2000 = Date.UTC(2000, 0, 1, 12);

export interface Place {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
}

/** A direction in the sky: unit vector to east, north and up. */
export interface Direction {
  east: number;
  north: number;
  up: number;
}

/** The sun's path of one day. Declination and equation of time are those of its noon: the error is under 0.2 degrees. */
export interface SunPath {
  readonly sinDeclination: number;
  readonly cosDeclination: number;
  /** ms to add to UTC for true solar time, modulo a day. */
  readonly solarOffset: number;
  readonly sinLatitude: number;
  readonly cosLatitude: number;
}

/** After the low precision formulas of the Astronomical Almanac. */
export function sunPath(place: Place, noon: number): SunPath {
  const days = (noon - J2000) / DAY;
  const anomaly = (357.529 + 0.98560028 * days) * RADIANS;
  const meanLongitude = 280.459 + 0.98564736 * days;
  const longitude = (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS;
  const obliquity = (23.439 - 0.00000036 * days) * RADIANS;
  const sinDeclination = Math.sin(obliquity) * Math.sin(longitude);
  const rightAscension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)) / RADIANS;
  const equationOfTime = wrapped(meanLongitude - rightAscension);
  return {
    sinDeclination,
    cosDeclination: Math.sqrt(1 - sinDeclination * sinDeclination),
    solarOffset: ((place.longitude + equationOfTime) / 360) * DAY,
    sinLatitude: Math.sin(place.latitude * RADIANS),
    cosLatitude: Math.cos(place.latitude * RADIANS),
  };
}

/** Where the sun stands; `up` is the sine of its altitude. */
export function sunAt(path: SunPath, time: number, into: Direction): Direction {
  const hourAngle = ((time + path.solarOffset) / DAY) * 2 * Math.PI - Math.PI;
  const cosHour = Math.cos(hourAngle);
  const { sinDeclination, cosDeclination, sinLatitude, cosLatitude } = path;
  into.east = -cosDeclination * Math.sin(hourAngle);
  into.north = cosLatitude * sinDeclination - sinLatitude * cosDeclination * cosHour;
  into.up = sinLatitude * sinDeclination + cosLatitude * cosDeclination * cosHour;
  return into;
}

function wrapped(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}
