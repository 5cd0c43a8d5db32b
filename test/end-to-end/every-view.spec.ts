import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { cutOff } from './cut-off.ts';
import { openGallery, resize, speak } from './gallery.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';

/** In the dark scheme, only colour rules can have other results than in the light one. */
async function axe(page: Page, colorScheme: 'light' | 'dark'): Promise<AxeBuilder> {
  // Half a megabyte of source, which a builder puts into the page twice for each look: once for each page is enough.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  // Its default mode opens a page to collect results, which Electron does not support.
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: 'void 0' }) }).setLegacyMode(true);
  if (colorScheme === 'light') return builder.options({ resultTypes: ['violations'] });
  return builder.options({
    resultTypes: ['violations'],
    runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  });
}

/** Makes the window light or dark. Half of its colours follow at once, the other half once a script has heard of it. */
async function turn(window: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await window.waitForFunction((scheme) => {
    const { mantineColorScheme } = document.documentElement.dataset;
    // The page that stays when Keyfob has stopped has no script, so all its colours follow at once.
    return mantineColorScheme === undefined || mantineColorScheme === scheme;
  }, colorScheme);
}

/** Names of scenes, separated by commas, to check only those. */
const only = process.env['KEYFOB_SCENES']?.split(',') ?? [];

/** Each half checks every other view, because all of them exceed the time limit of one test. */
const halves = [
  { half: 'first', remainder: 0 },
  { half: 'second', remainder: 1 },
];

for (const { half, remainder } of halves)
  test(`every view is sound for assistive technology and whole in every language, light and dark: the ${half} of two`, async ({
    desktop,
  }) => {
    test.setTimeout(600_000);
    const gallery = await openGallery(desktop, only);
    const { window, application, scenes } = gallery;
    const wanted = new Set(scenes.filter(gallery.isWanted).filter((_, index) => index % 2 === remainder));
    await resize(application, 900, 600);
    const trouble: string[] = [];
    let looked = 0;
    for (const scene of scenes) {
      const { name, show } = scene;
      await show(window);
      if (!wanted.has(scene)) continue;
      for (const language of ['en', 'vi', 'zh'] as const) {
        await speak(gallery, language, scene);
        for (const text of await cutOff(window)) trouble.push(`${name} ${language}: cut off: ${text}`);
        for (const colorScheme of ['light', 'dark'] as const) {
          await turn(window, colorScheme);
          const { violations } = await (await axe(window, colorScheme)).analyze();
          looked += 1;
          for (const { id, nodes } of violations)
            trouble.push(
              `${name} ${language} ${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
            );
        }
        await turn(window, 'light');
      }
      await speak(gallery, 'en', scene);
    }
    console.log(
      `${wanted.size} views, ${looked} looks (three languages, light and dark): ${trouble.length} violations`,
    );
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
      `<div style="${box} left: 10px; width: 60px; white-space: nowrap"><span><b>Wider than its box</b></span></div>
       <div style="${box} left: 110px; width: 60px; white-space: nowrap" title="Something else">With another tooltip</div>
       <div style="${box} left: 210px; width: 60px; white-space: nowrap" title="All of: Told by its tooltip">Told by its tooltip</div>
       <div style="${box} left: 310px; width: 60px; height: 20px">Higher than its box</div>
       <div style="${box} left: 410px; width: 60px; height: 20px; overflow: auto">Higher, and one can scroll</div>
       <div style="${box} left: 510px; width: 90px"><p>Below it</p><p style="margin-top: -15px">Above it</p></div>
       <select style="${box} left: 610px; width: 60px"><option>Short<option>Longer than its field</select>
       <input style="${box} left: 710px; width: 60px" placeholder="A hint that is long">`,
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
