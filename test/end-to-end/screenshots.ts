/**
 * Takes screenshots of every view, light and dark, in two sizes.
 *
 * npm run screenshots -- [--docs | --into FOLDER] [SCENE...]
 *
 * Writes to artifacts/screenshots by default. With names of scenes, only those; with `--docs`, only the screenshots
 * that the documents show, to docs/screenshots.
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { shownPictures } from '../support/documents.ts';
import { repository, sitDown } from './desktop.ts';
import { openGallery, resize } from './gallery.ts';

const { values, positionals } = parseArgs({
  options: { into: { type: 'string' }, docs: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = values.docs
  ? join(repository, 'docs', 'screenshots')
  : (values.into ?? join(repository, 'artifacts', 'screenshots'));
const sizes = [
  { suffix: '', width: 1280, height: 800 },
  { suffix: '-small', width: 900, height: 600 },
];
const colorSchemes = ['light', 'dark'] as const;
const shown = new Set(shownPictures().map((path) => basename(path)));
const nameOf = (scene: string, colorScheme: string, suffix: string) => `${scene}-${colorScheme}${suffix}.png`;
const isDrawn = (picture: string) => !values.docs || shown.has(picture);

await mkdir(folder, { recursive: true });
const desktop = await sitDown();
let failed = 0;
try {
  const { window, application, scenes, isWanted, close } = await openGallery(desktop, wantedScenes());
  for (const scene of scenes) {
    const { name, show } = scene;
    await show(window);
    if (!isWanted(scene)) continue;
    for (const { suffix, width, height } of sizes) {
      const wanted = colorSchemes.filter((colorScheme) => isDrawn(nameOf(name, colorScheme, suffix)));
      if (wanted.length === 0) continue;
      await resize(application, width, height);
      for (const colorScheme of wanted) {
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await window.waitForTimeout(150);
        const path = join(folder, nameOf(name, colorScheme, suffix));
        await window.screenshot({ path, animations: 'disabled' });
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

/** Those that were named, else with `--docs` those of the shown pictures, else all of them (an empty list). */
function wantedScenes(): string[] {
  if (positionals.length > 0 || !values.docs) return positionals;
  return [...new Set([...shown].map((picture) => picture.replace(/-(?:light|dark)(?:-small)?\.png$/, '')))];
}
