/** Where the built page is: `index.html` and what it loads, each also as `.br` and `.gz`. Ends in a slash. */
export const pageFolder: URL = new URL("./page/", import.meta.url);

/** The operations that the page asks for, by the ids under which it names them: a manifest as code generators write it. */
export const persistedDocumentsFile: URL = new URL("./persisted-documents.json", import.meta.url);
