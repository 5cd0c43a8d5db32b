/**
 * Takes screenshots of every view, light and dark, in two sizes.
 *
 * npm run screenshots -- [--docs | --into FOLDER] [--languages en,vi,zh] [--forced-colors] [SCENE...]
 *
 * Writes to artifacts/screenshots by default, in English. With names of scenes, only those; with `--docs`, only the
 * screenshots that the documents show, to docs/screenshots. With `--forced-colors`, in the colours of a contrast theme
 * of Windows.
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { shownPictures } from '../support/documents.ts';
import { repository, sitDown } from './desktop.ts';
import { openGallery, resize, speak } from './gallery.ts';
import type { Language, Scene } from './scenes/stage.ts';

const { values, positionals } = parseArgs({
  options: {
    into: { type: 'string' },
    docs: { type: 'boolean', default: false },
    languages: { type: 'string', default: 'en' },
    'forced-colors': { type: 'boolean', default: false },
  },
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
const forcedColors = values['forced-colors'] ? 'active' : 'none';
const languages = values.languages.split(',') as Language[];
const nameOf = (scene: string, colorScheme: string, suffix: string) => `${scene}-${colorScheme}${suffix}.png`;
const isDrawn = (picture: string) => !values.docs || shown.has(picture);

await mkdir(folder, { recursive: true });
const desktop = await sitDown();
let failed = 0;
try {
  const gallery = await openGallery(desktop, wantedScenes());
  const { window, application } = gallery;
  const draw = async ({ name }: Scene, language: Language) => {
    const scene = language === 'en' ? name : `${name}-${language}`;
    for (const { suffix, width, height } of sizes) {
      const wanted = colorSchemes.filter((colorScheme) => isDrawn(nameOf(scene, colorScheme, suffix)));
      if (wanted.length === 0) continue;
      await resize(application, width, height);
      for (const colorScheme of wanted) {
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors });
        await window.waitForTimeout(150);
        const path = join(folder, nameOf(scene, colorScheme, suffix));
        await window.screenshot({ path, animations: 'disabled' });
      }
    }
    await resize(application, 1280, 800);
    await window.emulateMedia({ colorScheme: 'light' });
  };
  for (const scene of gallery.scenes) {
    await scene.show(window);
    if (!gallery.isWanted(scene)) continue;
    for (const language of languages) {
      if (languages.length > 1 || language !== 'en') await speak(gallery, language, scene);
      await draw(scene, language);
    }
    // The next scene is found by its English words.
    if (languages.at(-1) !== 'en') await speak(gallery, 'en', scene);
    console.log(scene.name);
  }
  await gallery.close();
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
