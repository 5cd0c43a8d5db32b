import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectorSources, connectorWarnings } from '../../../scripts/setup/connector.mjs';
import { mayInstall, programOnPath } from '../../../scripts/setup/debian-packages.mjs';
import { run } from '../../../scripts/setup/run.mjs';

const compiler = programOnPath('x86_64-w64-mingw32-gcc');

// A user who may not install packages need not have this compiler; where set-up may, it must.
it.skipIf(compiler === undefined && !mayInstall())('the Windows half of the connector compiles', async () => {
  if (compiler === undefined) throw new Error('gcc-mingw-w64-x86-64-win32 is missing. `npm test` installs it.');
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-windows-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'keyfob.exe');
  await run(compiler, [...connectorWarnings, '-O2', '-static', '-o', program, ...connectorSources]);
  expect(await run('head', ['-c', '2', program])).toBe('MZ');
});
