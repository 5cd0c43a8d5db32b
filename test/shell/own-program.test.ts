import { expect, it } from 'vitest';
import { ownProgram } from '../../src-main/shell/own-program.ts';

const mounted = { APPIMAGE: '/home/ann/Keyfob.AppImage', APPDIR: '/tmp/.mount_KeyfobXYZ' };

it.each([
  ['/opt/Keyfob/keyfob-app-main', {}, '/opt/Keyfob/keyfob-app'],
  ['/home/ann/Keyfob/keyfob-app-main', {}, '/home/ann/Keyfob/keyfob-app'],
  ['/home/ann/keyfob/node_modules/electron/dist/electron', {}, '/home/ann/keyfob/node_modules/electron/dist/electron'],
  ['/Applications/Keyfob.app/Contents/MacOS/Keyfob', {}, '/Applications/Keyfob.app/Contents/MacOS/Keyfob'],
  ['/tmp/.mount_KeyfobXYZ/keyfob-app-main', mounted, '/home/ann/Keyfob.AppImage'],
  // Started by a program that is an AppImage itself.
  ['/opt/Keyfob/keyfob-app-main', mounted, '/opt/Keyfob/keyfob-app'],
])('the own program of %s with %j is %s', (executable, env, program) => {
  expect(ownProgram(executable, env)).toBe(program);
});
