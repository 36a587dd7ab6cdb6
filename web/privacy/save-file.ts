/** Has the browser save a JSON text as a file. */
export function saveFile(name: string, json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address once the click is done with.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
