import { quartersADay } from "./quarter-hours.ts";
import { type Weekday, weekdays } from "./week-plan.ts";

/** A quarter hour of the week: day 0 is Monday, quarter 0 to 95. */
export interface Place {
  readonly day: number;
  readonly quarter: number;
}

/** From where it was begun to where it is now; the grid's focus is at `focus`. */
export interface Span {
  readonly anchor: Place;
  readonly focus: Place;
}

/** A rectangle: the same quarter hours of several days; `end` is not included. */
export interface Selection {
  readonly days: readonly Weekday[];
  readonly first: number;
  readonly end: number;
}

export const spanAt = (place: Place): Span => ({ anchor: place, focus: place });

export function selectionOf({ anchor, focus }: Span): Selection {
  const [firstDay, lastDay] = inOrder(anchor.day, focus.day);
  const [first, last] = inOrder(anchor.quarter, focus.quarter);
  return { days: weekdays.slice(firstDay, lastDay + 1), first, end: last + 1 };
}

const inOrder = (one: number, other: number): [number, number] => (one <= other ? [one, other] : [other, one]);

export const isSelected = ({ days, first, end }: Selection, { day, quarter }: Place): boolean =>
  quarter >= first && quarter < end && days.includes(weekdays[day] ?? "MONDAY");

export const isSinglePlace = ({ anchor, focus }: Span): boolean =>
  anchor.day === focus.day && anchor.quarter === focus.quarter;

export type Layout = "days-as-rows" | "days-as-columns";

interface Key {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly command: boolean;
}

const quartersAnHour = 4;
const lastPlace: Place = { day: weekdays.length - 1, quarter: quartersADay - 1 };

/**
 * Where a key of the grid leads, as the ARIA grid pattern has it: arrows, Home and End of the row, with Ctrl of the week,
 * PageUp and PageDown an hour, Shift extends, Ctrl+A takes all, Shift+Space the day. Undefined: no key of the selection.
 */
export function movedBy(span: Span, key: Key, layout: Layout): Span | undefined {
  if (key.command && key.key.toLowerCase() === "a") return { anchor: { day: 0, quarter: 0 }, focus: lastPlace };
  if (key.shift && key.key === " ") return wholeDays(span);
  if (key.key === "Escape") return spanAt(span.focus);
  const focus = focusAfter(span.focus, key, layout);
  if (focus === undefined) return undefined;
  return key.shift ? { anchor: span.anchor, focus } : spanAt(focus);
}

export const wholeDays = ({ anchor, focus }: Span): Span => ({
  anchor: { day: anchor.day, quarter: 0 },
  focus: { day: focus.day, quarter: quartersADay - 1 },
});

function focusAfter({ day, quarter }: Place, { key, command }: Key, layout: Layout): Place | undefined {
  const alongTime = (by: number): Place => ({ day, quarter: within(quarter + by, quartersADay) });
  const alongDays = (by: number): Place => ({ day: within(day + by, weekdays.length), quarter });
  const [along, across] = layout === "days-as-rows" ? [alongTime, alongDays] : [alongDays, alongTime];
  switch (key) {
    case "ArrowRight":
      return along(1);
    case "ArrowLeft":
      return along(-1);
    case "ArrowDown":
      return across(1);
    case "ArrowUp":
      return across(-1);
    case "PageDown":
      return alongTime(quartersAnHour);
    case "PageUp":
      return alongTime(-quartersAnHour);
    case "Home":
      return command ? { day: 0, quarter: 0 } : along(-quartersADay);
    case "End":
      return command ? lastPlace : along(quartersADay);
    default:
      return undefined;
  }
}

const within = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));

/** Box of the quarter hours on the screen, in px; `x` and `y` as pointer events have them. */
export interface GridBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The place under a pointer; beyond the border it is the nearest one, so that a drag may overshoot. */
export function placeAt(x: number, y: number, box: GridBox, layout: Layout): Place {
  const across = (x - box.left) / box.width;
  const down = (y - box.top) / box.height;
  const [days, time] = layout === "days-as-rows" ? [down, across] : [across, down];
  return {
    day: within(Math.floor(days * weekdays.length), weekdays.length),
    quarter: within(Math.floor(time * quartersADay), quartersADay),
  };
}
