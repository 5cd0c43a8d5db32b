/**
 * Takes pictures of every view in light and dark: `npm run screenshots -- [--into FOLDER] [SCENE...]`.
 *
 * Into docs/screenshots unless told where. With names of scenes, of those alone.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, sitDown } from './desktop.ts';
import { openGallery, resize } from './gallery.ts';

const { values, positionals } = parseArgs({ options: { into: { type: 'string' } }, allowPositionals: true });
const folder = values.into ?? join(repository, 'docs', 'screenshots');
const sizes = [
  { suffix: '', width: 1280, height: 800 },
  { suffix: '-small', width: 900, height: 600 },
];

await mkdir(folder, { recursive: true });
const desktop = await sitDown();
let failed = 0;
try {
  const { window, application, scenes, isWanted, close } = await openGallery(desktop, positionals);
  for (const scene of scenes) {
    const { name, show } = scene;
    await show(window);
    if (!isWanted(scene)) continue;
    for (const { suffix, width, height } of sizes) {
      await resize(application, width, height);
      for (const colorScheme of ['light', 'dark'] as const) {
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await window.waitForTimeout(150);
        await window.screenshot({ path: join(folder, `${name}-${colorScheme}${suffix}.png`), animations: 'disabled' });
      }
    }
    await resize(application, 1280, 800);
    await window.emulateMedia({ colorScheme: 'light' });
    console.log(name);
  }
  await close();
} catch (error) {
  failed = 1;
  console.error(error);
} finally {
  await desktop.leave();
}
process.exit(failed);
