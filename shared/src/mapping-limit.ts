/** Most rows of one field mapping. */
export const MAPPING_LIMIT = 500;
