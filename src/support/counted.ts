/** @file A count with its noun. */

/** `1 row`, `2 rows`; @param many the plural where it is not made with an s. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
