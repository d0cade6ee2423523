import { type FSWatcher, realpathSync, watch } from "node:fs";
import { dirname } from "node:path";

/** A save is several events: waited for in ms. */
const defaultQuietMs = 100;

/**
 * Calls `changed` when the file may have changed. Its folder is watched, not the file: editors and orchestrators put
 * another file or link in its place. @returns what ends that
 */
export function watchFile(file: string, changed: () => void, quietMs = defaultQuietMs): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, quietMs);
  };
  const folders = new Set([dirname(file), dirname(realpathSync(file))]);
  const watchers = Array.from(folders, (folder): FSWatcher => watch(folder, { persistent: false }, soon));
  // A folder that is taken away is told by its watcher as an error; the file is looked at once more.
  for (const watcher of watchers) watcher.on("error", soon);
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
