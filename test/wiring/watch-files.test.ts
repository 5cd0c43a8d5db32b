import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WatchedFiles } from '../../src-main/wiring/file/watch-files.ts';

function watched(paths: (folder: string) => string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let told = 0;
  let tell = () => undefined as void;
  const files = new WatchedFiles(() => {
    told += 1;
    tell();
  }, 20);
  onTestFinished(() => files.stop());
  const next = () => new Promise<void>((resolve) => (tell = resolve));
  return { folder, files, next, told: () => told, begin: () => files.set(paths(folder)) };
}

it('a watched file tells when it is written, replaced and deleted, and many writes are told as one', async () => {
  const { folder, begin, next, told } = watched((at) => [join(at, 'mcp.json')]);
  begin();
  let changed = next();
  for (let time = 0; time < 20; time += 1) writeFileSync(join(folder, 'mcp.json'), String(time));
  await changed;
  const after = told();
  changed = next();
  writeFileSync(join(folder, 'new'), '{}');
  renameSync(join(folder, 'new'), join(folder, 'mcp.json'));
  await changed;
  changed = next();
  rmSync(join(folder, 'mcp.json'));
  await changed;
  expect(after).toBeLessThan(20);
});

it('a watched file behind a symbolic link tells where the link leads', async () => {
  const { folder, begin, next } = watched((at) => [join(at, 'mcp.json')]);
  mkdirSync(join(folder, 'dotfiles'));
  writeFileSync(join(folder, 'dotfiles/real.json'), '{}');
  symlinkSync('dotfiles/real.json', join(folder, 'mcp.json'));
  begin();
  const changed = next();
  writeFileSync(join(folder, 'dotfiles/real.json'), '{ }');
  await changed;
});

it('a folder that is watched tells nothing of other files in it, and none that is missing fails', async () => {
  const { folder, begin, next, told } = watched((at) => [join(at, 'mcp.json'), join(at, 'missing/mcp.json')]);
  begin();
  writeFileSync(join(folder, 'other'), '1');
  const changed = next();
  writeFileSync(join(folder, 'mcp.json'), '1');
  await changed;
  expect(told()).toBe(1);
});
