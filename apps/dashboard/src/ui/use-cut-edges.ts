import { type RefObject, useEffect } from "react";

/**
 * Marks what scrolls sideways with `data-cut`: the edges behind which there is more, `start`, `end` or both, for its style to
 * show. Without React: it follows the finger.
 */
export function useCutEdges(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const mark = (): void => {
      const { scrollLeft, scrollWidth, clientWidth } = current;
      const rest = scrollWidth - clientWidth - scrollLeft;
      // Widths are rounded: less than a pixel is nothing.
      current.dataset["cut"] = `${scrollLeft > 1 ? "start" : ""} ${rest > 1 ? "end" : ""}`.trim();
    };
    const observer = new ResizeObserver(mark);
    for (const element of [current, ...current.children]) observer.observe(element);
    current.addEventListener("scroll", mark, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", mark);
    };
  }, [scroller]);
}
