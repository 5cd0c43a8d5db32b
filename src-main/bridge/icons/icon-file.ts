import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { largestImage, safeImage } from './safe-image.ts';

/** Best first, for a place of 40 by 40 pixels on screens of one or two device pixels each. */
const sizes = ['64x64', '96x96', '128x128', '48x48', '256x256', 'scalable', '512x512', '32x32'];

/**
 * The icon of this name or absolute path as a data URL. Icon Theme Specification, of which only the fallback theme
 * counts: it is where applications put their own icon.
 */
export async function iconOf(name: string, dataFolder: string): Promise<string | undefined> {
  for (const path of placesOf(name, dataFolder)) {
    const bytes = await readSmall(path);
    const image = bytes && safeImage(bytes);
    if (image) return image;
  }
  return undefined;
}

function placesOf(name: string, dataFolder: string): string[] {
  if (isAbsolute(name)) return [name];
  if (!/^[\w.+-]+$/.test(name)) return [];
  const folders = sizes.map((size) => join(dataFolder, 'icons', 'hicolor', size, 'apps'));
  const bare = name.replace(/\.(?:png|svg)$/, '');
  return [...folders, join(dataFolder, 'pixmaps')].flatMap((folder) =>
    ['png', 'svg'].map((ending) => join(folder, `${bare}.${ending}`)),
  );
}

/** Does not wait at a named pipe, which would never end. */
async function readSmall(path: string): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!file) return undefined;
  try {
    const facts = await file.stat();
    return facts.isFile() && facts.size <= largestImage ? await file.readFile() : undefined;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
