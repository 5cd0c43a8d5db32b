import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openGallery, resize, speak } from './gallery.ts';
import { expect, test } from './test.ts';

/** Text that does not fit where it stands, and that nothing else tells: no tooltip, no name of its own. */
function cutOff(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { overflowX, visibility } = getComputedStyle(element);
      const hides = overflowX === 'hidden' || overflowX === 'clip';
      if (!hides || visibility === 'hidden' || element.closest('.visually-hidden, [title], svg')) continue;
      const leaf = [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
      if (leaf && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.tagName} ${element.className}: ${element.textContent}`);
    }
    const page = document.documentElement;
    if (page.scrollWidth > globalThis.innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
    return found;
  });
}

test('every view is sound for assistive technology and whole in every language, light and dark', async ({
  desktop,
}) => {
  test.setTimeout(420_000);
  const gallery = await openGallery(desktop);
  const { window, application, scenes } = gallery;
  await resize(application, 900, 600);
  const trouble: string[] = [];
  let looked = 0;
  for (const { name, show } of scenes) {
    await show(window);
    for (const language of ['en', 'vi', 'zh'] as const) {
      await speak(window, language);
      for (const text of await cutOff(window)) trouble.push(`${name} ${language}: cut off: ${text}`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // Its other mode opens a page of its own to gather results in, which Electron has none of.
        const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
        looked += 1;
        for (const { id, nodes } of violations)
          trouble.push(
            `${name} ${language} ${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
          );
      }
      await window.emulateMedia({ colorScheme: 'light' });
    }
    await speak(window, 'en');
  }
  console.log(
    `${scenes.length} views, ${looked} looks (three languages, light and dark): ${trouble.length} violations`,
  );
  expect(trouble).toEqual([]);
  await gallery.close();
});
