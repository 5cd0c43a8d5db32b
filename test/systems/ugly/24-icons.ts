import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NativeImage, nativeImage } from 'electron';
import { expect } from 'vitest';
import { appIcon } from '../../../src-main/shell/drawn-app-icon.ts';
import { drawnImages } from '../../../src-main/shell/drawn-image.ts';
import { trayIcon } from '../../../src-main/shell/tray-icon.ts';
import type { System, SystemCase } from '../system-case.ts';

const windows = join(import.meta.dirname, '../../../src-main/shell/icons/windows');

/** Where an image comes from: a file, or the scales of its data. */
function images(platform: System): (string | number | undefined)[] {
  const from: (string | number | undefined)[] = [];
  const image = { addRepresentation: ({ scaleFactor }: { scaleFactor?: number }) => from.push(scaleFactor) };
  const drawn = drawnImages({
    platform,
    root: '/app',
    nativeImage: {
      createEmpty: () => image as unknown as NativeImage,
      createFromPath(path: string) {
        from.push(path);
        return image as unknown as NativeImage;
      },
    } satisfies Pick<typeof nativeImage, 'createEmpty' | 'createFromPath'>,
  });
  drawn(appIcon);
  drawn(trayIcon(12, platform));
  return from;
}

/** The widths of the images in an icon file; 0 is 256. */
function widths(file: string): number[] {
  const bytes = readFileSync(join(windows, file));
  expect(bytes.readUInt16LE(2)).toBe(1);
  return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => bytes.readUInt8(6 + 16 * index));
}

const row: SystemCase = {
  title: 'icons are sharp at each scale',
  source:
    'electron/electron docs/api/native-image.md lines 46 to 60: .ico files on Windows, with 16 to 64 pixels ' +
    'for 100 to 200 %',
  cells: {
    linux: (platform) => expect(images(platform)).toEqual([1, 2, 1, 2]),
    darwin: (platform) => expect(images(platform)).toEqual([1, 2, 1, 2]),
    win32(platform) {
      expect(images(platform)).toEqual([
        '/app/src-main/shell/icons/windows/app.ico',
        '/app/src-main/shell/icons/windows/tray-10.ico',
      ]);
      expect(widths('app.ico')).toEqual([16, 20, 24, 32, 40, 48, 64, 0]);
      const counted = Array.from({ length: 10 }, (_, index) => `tray-${index + 1}.ico`);
      for (const file of ['tray.ico', 'tray-attention.ico', ...counted])
        expect([file, widths(file)]).toEqual([file, [16, 20, 24, 28, 32, 40, 48, 64]]);
    },
  },
};

export default row;
