import type { Page } from '@playwright/test';
import { type ColorScheme, rulesIn, violationsIn } from './accessibility.ts';
import { cutOff } from './cut-off.ts';
import { openGallery, resize, speak } from './gallery.ts';
import { outlineOf, rulesOfWords, stylesThatReadALanguage } from './outline.ts';
import { ready } from './person.ts';
import type { Language, Scene } from './scenes/stage.ts';
import { expect, test } from './test.ts';

/** Makes the window light or dark. Half of its colours follow at once, the other half once a script has heard of it. */
async function turn(window: Page, colorScheme: ColorScheme): Promise<void> {
  await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await window.waitForFunction((scheme) => {
    const { mantineColorScheme } = document.documentElement.dataset;
    // The page that stays when Keyfob has stopped has no script, so all its colours follow at once.
    return mantineColorScheme === undefined || mantineColorScheme === scheme;
  }, colorScheme);
}

/** Names of scenes, separated by commas, to check only those. */
const only = process.env['KEYFOB_SCENES']?.split(',') ?? [];

test('every view is sound for assistive technology and whole in every language, light and dark', async ({
  desktop,
}) => {
  // One test, because each scene continues from the one before: a second test would play them all again.
  test.setTimeout(1_200_000);
  const gallery = await openGallery(desktop, only);
  const { window, application, scenes } = gallery;
  await resize(application, 900, 600);
  expect(await stylesThatReadALanguage(window)).toEqual([]);
  const trouble: string[] = [];
  let looked = 0;
  let alike = 0;
  let scheme: ColorScheme = 'light';
  // Of the scene in English.
  const outlines: Partial<Record<ColorScheme, string>> = {};
  const look = async (scene: Scene, language: Language) => {
    for (const text of await cutOff(window)) trouble.push(`${scene.name} ${language}: cut off: ${text}`);
    if (language !== 'en' && outlines[scheme] === (await outlineOf(window))) {
      // The other rules have the results that they have in English, light and dark.
      const violations = await violationsIn(window, rulesOfWords);
      for (const violation of violations) trouble.push(`${scene.name} ${language}: ${violation}`);
      looked += 2;
      alike += 1;
      return;
    }
    // Begins with the present colours, because changing them takes long.
    for (const next of scheme === 'light' ? (['light', 'dark'] as const) : (['dark', 'light'] as const)) {
      if (next !== scheme) await turn(window, next);
      scheme = next;
      if (language === 'en') outlines[scheme] = await outlineOf(window);
      const violations = await violationsIn(window, rulesIn[scheme]);
      looked += 1;
      for (const violation of violations) trouble.push(`${scene.name} ${language} ${scheme}: ${violation}`);
    }
  };
  for (const scene of scenes) {
    await scene.show(window);
    if (!gallery.isWanted(scene)) continue;
    await look(scene, 'en');
    for (const language of ['vi', 'zh'] as const) {
      await speak(gallery, language, scene);
      await look(scene, language);
    }
    await speak(gallery, 'en', scene);
  }
  const wanted = scenes.filter(gallery.isWanted).length;
  console.log(`${wanted} views, ${looked} looks (three languages, light and dark): ${trouble.length} violations`);
  console.log(`${alike} of ${wanted * 2} in another language have the outline that they have in English`);
  expect(trouble).toEqual([]);
  await gallery.close();
});

test('the check of the views finds what does not fit', async ({ desktop }) => {
  // Verifies that the test above can detect violations.
  const { window } = await desktop.launch();
  await ready(window);
  expect(await cutOff(window)).toEqual([]);
  await window.evaluate(() => {
    const box = 'position: absolute; background: white; top: 300px; overflow: hidden;';
    document.body.insertAdjacentHTML(
      'beforeend',
      // A layer of their own, so that they lie over no text of the first screen.
      `<div style="position: absolute; z-index: 1; inset: 0">
       <div style="${box} left: 10px; width: 60px; white-space: nowrap"><span><b>Wider than its box</b></span></div>
       <div style="${box} left: 110px; width: 60px; white-space: nowrap" title="Something else">With another tooltip</div>
       <div style="${box} left: 210px; width: 60px; white-space: nowrap" title="All of: Told by its tooltip">Told by its tooltip</div>
       <div style="${box} left: 310px; width: 60px; height: 20px">Higher than its box</div>
       <div style="${box} left: 410px; width: 60px; height: 20px; overflow: auto">Higher, and one can scroll</div>
       <div style="${box} left: 510px; width: 90px"><p>Below it</p><p style="margin-top: -15px">Above it</p></div>
       <select style="${box} left: 610px; width: 60px"><option>Short<option>Longer than its field</select>
       <input style="${box} left: 710px; width: 60px" placeholder="A hint that is long">
       </div>`,
    );
  });
  expect((await cutOff(window)).map((what) => what.replace(/: (DIV|P|B|SPAN) [^:]*/, '')).toSorted()).toEqual([
    'a choice longer than its field: Longer than its field',
    'a hint longer than its field: A hint that is long',
    'cut above or below: Higher than its box',
    'cut at the side: Wider than its box',
    'cut at the side: With another tooltip',
    'one over the other: Below it / Above it',
  ]);
});
