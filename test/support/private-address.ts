import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { afterAll } from 'vitest';

/** RFC 1918; rarely used. */
const added = '10.213.77.1';

/**
 * An address of this computer in a private network, for a real server: an existing one, else one that is added to the
 * loopback interface until the tests of the file end. Throws if neither is possible, so that tests fail instead of
 * being skipped.
 */
export function privateAddress(): string {
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each?.map(({ address }) => address) ?? [])
    .find((address) => /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd])/.test(address));
  if (own !== undefined) return own;
  try {
    changeLoopback('add');
  } catch (cause) {
    throw new Error('no address in a private network, and none can be added to the loopback interface', { cause });
  }
  afterAll(() => changeLoopback('delete'));
  return added;
}

function changeLoopback(what: 'add' | 'delete'): void {
  execFileSync('ip', ['address', what, `${added}/32`, 'dev', 'lo'], { stdio: 'pipe' });
}
