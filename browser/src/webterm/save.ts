/** Gives the person a file. */

export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // It is not to stay alive: opened in a tab it would be of the page's origin.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
