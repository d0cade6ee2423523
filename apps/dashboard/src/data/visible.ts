/** Whether somebody can see the page. */
export const isVisible = (): boolean => document.visibilityState === "visible";

export function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
