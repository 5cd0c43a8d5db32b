/** The systems that Keyfob is made for, as `process.platform` names them. */
export const systems = ['linux', 'darwin', 'win32'] as const;

export type System = (typeof systems)[number];

/** What is expected on one system. A text says why there is nothing to expect there. */
type Cell = ((platform: System) => void | Promise<void>) | string;

/**
 * One row of the table. A cell runs the shell's own code with the platform as an argument, on whatever system the test
 * runs, and compares what was called with values that are written down literally.
 */
export interface SystemCase {
  /** What the row is about, as the subject of a sentence. */
  title: string;
  /**
   * Where the expected values are from: the address of a page or a report, or a repository with path and line, as they
   * were read; what could not be read is said.
   */
  source: string;
  cells: Record<System, Cell>;
}

/** The same expectation on each system. */
export const everywhere = (cell: Exclude<Cell, string>): SystemCase['cells'] => ({
  linux: cell,
  darwin: cell,
  win32: cell,
});
