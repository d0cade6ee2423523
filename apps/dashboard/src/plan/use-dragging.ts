import { type PointerEvent, useRef } from "react";
import {
  isSelected,
  type Layout,
  type Place,
  placeAt,
  type Selection,
  type Span,
  selectionOf,
  spanAt,
} from "./selection.ts";

interface Drag {
  readonly pointerId: number;
  /** What Escape goes back to. */
  readonly before: Span;
  span: Span;
}

export interface Dragging {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
  /** Ends a drag without painting; false where there is none. */
  readonly cancel: () => boolean;
}

export interface DraggingOptions {
  readonly layout: Layout;
  readonly span: Span;
  readonly selection: Selection;
  readonly select: (span: Span) => void;
  /** A drag has ended over this. */
  readonly finish: (selection: Selection) => void;
}

/**
 * Selecting by pointer. A mouse or pen drags from anywhere, with Shift from where the selection began. A finger first taps
 * a quarter hour and then drags from the selection: everywhere else its moves scroll the page (`touch-action` of the cells).
 */
export function useDragging({ layout, span, selection, select, finish }: DraggingOptions): Dragging {
  const drag = useRef<Drag | undefined>(undefined);
  const moveTo = (next: Span): void => {
    if (drag.current !== undefined) drag.current.span = next;
    select(next);
  };
  const cancel = (): boolean => {
    const { current } = drag;
    drag.current = undefined;
    if (current !== undefined) select(current.before);
    return current !== undefined;
  };
  return {
    onPointerDown: (event) => {
      const place = placeOf(event.target);
      if (event.button !== 0 || place === undefined) return;
      if (event.pointerType === "touch" && !isSelected(selection, place)) {
        // A tap, or the beginning of a scroll: only the click after it tells.
        return;
      }
      const from = event.shiftKey || event.pointerType === "touch" ? span.anchor : place;
      drag.current = { pointerId: event.pointerId, before: span, span: { anchor: from, focus: place } };
      event.currentTarget.setPointerCapture(event.pointerId);
      moveTo(drag.current.span);
    },
    onPointerMove: (event) => {
      const { current } = drag;
      const box = boxOf(event.currentTarget);
      if (current?.pointerId !== event.pointerId || box === undefined) return;
      const focus = placeAt(event.clientX, event.clientY, box, layout);
      const isSame = focus.day === current.span.focus.day && focus.quarter === current.span.focus.quarter;
      if (!isSame) moveTo({ anchor: current.span.anchor, focus });
    },
    onPointerUp: (event) => {
      const { current } = drag;
      drag.current = undefined;
      if (current?.pointerId === event.pointerId) finish(selectionOf(current.span));
      else if (event.pointerType === "touch") {
        const place = placeOf(event.target);
        if (place !== undefined) select(spanAt(place));
      }
    },
    onPointerCancel: () => void cancel(),
    cancel,
  };
}

/** Where an element of the grid stands, by its `data-place`. */
function placeOf(target: EventTarget): Place | undefined {
  const text = target instanceof HTMLElement ? target.dataset["place"] : undefined;
  const [day, quarter] = text?.split("-").map(Number) ?? [];
  return day === undefined || quarter === undefined ? undefined : { day, quarter };
}

/** All quarter hours together, without the headings. */
function boxOf(grid: HTMLElement): DOMRect | undefined {
  const first = grid.querySelector('[data-place="0-0"]')?.getBoundingClientRect();
  const last = grid.querySelector('[data-place="6-95"]')?.getBoundingClientRect();
  if (first === undefined || last === undefined) return undefined;
  return new DOMRect(first.left, first.top, last.right - first.left, last.bottom - first.top);
}
