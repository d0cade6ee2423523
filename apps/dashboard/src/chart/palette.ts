/** Colours as the page has them now, in a form that a canvas takes. */
export interface Palette {
  color(property: string): string;
  /** Faint, for what lies under a line. */
  faint(property: string): string;
}

/** Reads custom properties where they hold: what they are made of (`light-dark()`) only a style can tell. */
export function readPalette(host: HTMLElement): Palette {
  const probe = host.ownerDocument.createElement("span");
  probe.hidden = true;
  const known = new Map<string, string>();
  const resolve = (value: string): string => {
    let color = known.get(value);
    if (color === undefined) {
      probe.style.color = value;
      host.append(probe);
      color = getComputedStyle(probe).color;
      probe.remove();
      known.set(value, color);
    }
    return color;
  };
  return {
    color: (property) => resolve(`var(${property})`),
    faint: (property) => resolve(`color-mix(in srgb, var(${property}) 14%, transparent)`),
  };
}

/** Calls `listener` when the page turns light or dark. @returns what ends that */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", listener);
  };
}
