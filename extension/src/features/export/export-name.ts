/** Under this name pages read a file of entries from the background. */
export const EXPORT_PORT = 'export';
