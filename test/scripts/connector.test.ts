import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

/** What set-up's step prints where these programs are all that there is. */
async function provided(programs: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-compiler-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const module = new URL('../../scripts/setup/connector.mjs', import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then(async (it) => console.log(await it.provideConnector()))`;
  return promisify(execFile)(process.execPath, ['-e', script], { env: { PATH: folder, XDG_CACHE_HOME: folder } });
}

it('set-up goes on without a compiler, and says what that means and what to install', async () => {
  expect(await provided({})).toEqual({
    stdout: 'undefined\n',
    stderr:
      'Agents cannot use this Keyfob, because the connector cannot be compiled. ' +
      'There is no C compiler. Install gcc (Debian: apt-get install g++).\n',
  });
});

it('set-up goes on with a compiler that fails, and shows what that says', async () => {
  const { stdout, stderr } = await provided({ cc: 'echo "ld: cannot find -lc" >&2; exit 1' });
  expect(stdout).toBe('undefined\n');
  expect(stderr).toMatch(/^Agents cannot use this Keyfob, .* ld: cannot find -lc\n.* ended with code 1\n$/);
});
