/** Saves a CSV file, given in pieces, where the browser saves downloads. */
export function saveCsv(pieces: string[], name: string): void {
  const url = URL.createObjectURL(new Blob(pieces, { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of it by the next turn; until then it must not be taken away.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
