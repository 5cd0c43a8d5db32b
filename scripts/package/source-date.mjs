// @ts-check
import { execFileSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/** 1 January 1980 in seconds: the earliest time that every kind of archive can hold. */
const earliest = 315_532_800;

/**
 * The time that all files of a package have, in seconds: that of the commit, so that a second build is the same to the
 * byte (reproducible-builds.org, "SOURCE_DATE_EPOCH"). A copy of the sources without their history has a fixed one.
 * @param {NodeJS.ProcessEnv} env
 * @returns {number}
 */
export function sourceDate({ SOURCE_DATE_EPOCH: given, ...env }) {
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  try {
    const options = { cwd: root, env, encoding: /** @type {const} */ ('utf8'), stdio: ['ignore', 'pipe', 'ignore'] };
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], /** @type {any} */ (options)));
  } catch {
    return earliest;
  }
}
