// @ts-check
import { parseArgs } from 'node:util';
import { Problem } from '../setup/problem.mjs';

/** @typedef {'deb' | 'rpm' | 'tar'} Format */

/**
 * @typedef {object} Options
 * @property {Format[]} formats of the packages to make; none: the folder alone
 * @property {boolean} assembled whether another Electron than the pinned one may be used
 * @property {boolean} forTests whether a debugger may attach
 * @property {boolean} fast whether packages are compressed quickly rather than well
 */

const formats = /** @type {Format[]} */ (['deb', 'rpm', 'tar']);
const names = [...formats, 'folder', 'assembled', 'for-tests', 'fast'];

/** @param {string[]} args @returns {Options} @throws {Problem} for what it does not know */
export function readOptions(args) {
  const options = Object.fromEntries(names.map((name) => [name, { type: /** @type {const} */ ('boolean') }]));
  const { values, tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const unknown = tokens.filter((token) => token.kind !== 'option' || !names.includes(token.name));
  if (unknown.length > 0)
    throw new Problem(
      `Unknown option: ${unknown.map(({ index }) => args[index]).join(' ')}. ` +
        `Known options: ${names.map((name) => `--${name}`).join(', ')}.`,
    );
  const wanted = formats.filter((format) => values[format]);
  return {
    formats: wanted.length > 0 || values['folder'] ? wanted : formats,
    assembled: Boolean(values['assembled']),
    forTests: Boolean(values['for-tests']),
    fast: Boolean(values['fast']),
  };
}
