import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appIcon } from '../../src-main/shell/drawn-app-icon.ts';
import { trayIcons } from '../../src-main/shell/drawn-tray-icons.ts';

const shell = join(import.meta.dirname, '../../src-main/shell');

it.each(['drawn-app-icon.ts', 'drawn-tray-icons.ts'])('%s was drawn from the drawings as they are', (file) => {
  const code = readFileSync(join(shell, file), 'utf8');
  const [, names = ''] = /^\/\/ Drawn by .* from (.+)\.$/m.exec(code) ?? [];
  const hash = createHash('sha256');
  for (const name of names.split(', ')) hash.update(readFileSync(join(shell, 'icons', name)));
  expect(/SHA-256 of these: ([0-9a-f]+)/.exec(code)?.[1]).toBe(hash.digest('hex'));
});

/** Width and height, as the first part of a PNG file has them. */
function sizeOf(drawn: string): number[] {
  const bytes = Buffer.from(drawn.slice('data:image/png;base64,'.length), 'base64');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

it('the set of icons has every icon at both sizes, and a drawing of its own for each', () => {
  expect([sizeOf(appIcon.small), sizeOf(appIcon.large)]).toEqual([
    [64, 64],
    [256, 256],
  ]);
  const all = [trayIcons.calm, trayIcons.attention, ...trayIcons.counted];
  for (const { small, large } of all)
    expect([sizeOf(small), sizeOf(large)]).toEqual([
      [16, 16],
      [32, 32],
    ]);
  expect(new Set(all.map(({ large }) => large)).size).toBe(all.length);
});
