import { expect, it } from 'vitest';
import { startApp } from '../listener/bridge-app.ts';

it.each([
  ['an executable', '/home/ann/bin/tool', ['/home/ann/bin/tool', null, false], false],
  ['a well-known program where it is installed', '/usr/share/code/code', ['/usr/share/code/code', null, false], false],
  ['a well-known name at another path', '/tmp/claude', ['/tmp/claude', null, false], true],
  ['a package', '/opt/a/main.js', ['/opt/a', 'a', false], true],
  ['a script outside of packages', '/opt/a.js', ['/opt/a.js', '', false], true],
  ['a forwarding', '', ['forwarding:1', null, false], false],
])('the name of %s that is kept is a claim as it was when it connected', async (_, path, pattern, isClaim) => {
  const { bridge } = await startApp();
  expect(bridge.lookOf({ path, pattern: JSON.stringify(pattern) })).toEqual({ isClaim, icon: null });
});
