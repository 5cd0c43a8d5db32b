// @ts-check
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const size = '1600x1000x24';

/**
 * Starts a virtual X server on a free display number, accessible only with the cookie.
 * @param {import('./session.mjs').StartService} start
 * @param {string} folder
 * @returns {Promise<{ DISPLAY: string, XAUTHORITY: string }>} once it takes connections
 */
export async function startDisplay(start, folder) {
  const cookies = join(folder, 'Xauthority');
  await writeFile(cookies, anyDisplayCookie(), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-auth', cookies];
  const number = await start('Xvfb', args, { announces: true });
  return { DISPLAY: `:${number}`, XAUTHORITY: cookies };
}

/** An Xauthority entry for any host and display, because the display number is not known yet. */
function anyDisplayCookie() {
  const familyWild = Buffer.from([0xff, 0xff]);
  const field = (/** @type {string | Buffer} */ value) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([length, Buffer.from(value)]);
  };
  return Buffer.concat([familyWild, field(''), field(''), field('MIT-MAGIC-COOKIE-1'), field(randomBytes(16))]);
}
