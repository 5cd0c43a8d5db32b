// @ts-check

/** A problem that a person can fix: its message is shown alone, without a stack. */
export class Problem extends Error {}

/**
 * Describes an error in as few lines as useful.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
