// @ts-check

/** Outside a terminal, an occasional line shows progress without flooding a log. Milliseconds. */
const quietInterval = 5_000;
const terminalInterval = 250;

/** Shorter steps are not reported. Milliseconds. */
const notable = 1_000;

const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1_000_000).toFixed(0)} MB`;

/**
 * Shows a long step on stderr until it ends: one updated line in a terminal, a line every few seconds in a log. The
 * elapsed time always advances, even if the step reports no percentage.
 * @template T
 * @param {string} title
 * @param {(onBytes: (done: number, total?: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showProgress(title, work) {
  const out = process.stderr;
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  let detail = '';
  let width = 0;
  let shown = false;

  /** @param {string} text @param {boolean} [last] */
  const write = (text, last = false) => {
    shown = true;
    if (!out.isTTY) return void out.write(`${text}\n`);
    const line = text.slice(0, (out.columns || 80) - 1);
    out.write(`\r${line.padEnd(width)}${last ? '\n' : ''}`);
    width = line.length;
  };
  const tick = () => write(`${title}: ${[detail, elapsed()].filter(Boolean).join(', ')}`);

  const first = setTimeout(out.isTTY ? tick : () => write(`${title} ...`), notable);
  const ticking = setInterval(() => shown && tick(), out.isTTY ? terminalInterval : quietInterval);
  try {
    const result = await work((done, total) => {
      detail = total ? `${Math.floor((100 * done) / total)} % of ${megabytes(total)}` : megabytes(done);
    });
    if (shown) write(`${title}: done in ${elapsed()}`, true);
    return result;
  } catch (error) {
    if (shown) write(`${title}: stopped after ${elapsed()}`, true);
    throw error;
  } finally {
    clearTimeout(first);
    clearInterval(ticking);
  }
}

/**
 * Prints a permanent line.
 * @param {string} text
 */
export const say = (text) => void process.stderr.write(`${text}\n`);
