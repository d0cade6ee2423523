/** Has the browser save a file, as if it had been downloaded. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the content when the click's task is over.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
