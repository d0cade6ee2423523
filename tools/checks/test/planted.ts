import type { Repository } from "../src/repository.ts";

/** A repository of these files. */
export const planted = (files: Readonly<Record<string, string>>): Repository => ({
  paths: Object.keys(files).toSorted(),
  read: (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`no ${path}`);
    return text;
  },
});
