import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleQuestions } from '../support/example-questions.ts';
import { rulesIn, violationsIn } from './accessibility.ts';
import { agentFor, nextWindow, showQuestions, startWithServers } from './asking-window.ts';
import { ask } from './ask.ts';
import { cutOff } from './cut-off.ts';
import { repository } from './desktop.ts';
import { outlineOf, rulesOfWords, stylesThatReadALanguage } from './outline.ts';
import { expect, test } from './test.ts';

/** Where each question is drawn, in every language, light and dark. */
const pictures = join(repository, 'artifacts', 'asking');

test('every question is sound for assistive technology and whole in every language, light and dark', async ({
  desktop,
  closing,
}) => {
  test.setTimeout(600_000);
  await mkdir(pictures, { recursive: true });
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  expect(await stylesThatReadALanguage(asking)).toEqual([]);
  const wrong: string[] = [];
  const inEnglish = new Map<string, string>();
  for (const language of ['en', 'vi', 'zh'] as const) {
    await ask(window, 'preferences:change', { language });
    for (const [name, questions] of Object.entries(exampleQuestions)) {
      await showQuestions(application, asking, questions);
      await expect(asking.getByRole('button', { disabled: true })).toHaveCount(0);
      wrong.push(...(await cutOff(asking)).map((what) => `${name} ${language}: ${what}`));
      for (const colorScheme of ['light', 'dark'] as const) {
        await asking.emulateMedia({ colorScheme });
        const outline = await outlineOf(asking);
        const look = `${name} ${colorScheme}`;
        if (language === 'en') inEnglish.set(look, outline);
        // With the same outline, the other rules have the results that they have in English.
        const rules = language !== 'en' && inEnglish.get(look) === outline ? rulesOfWords : rulesIn[colorScheme];
        wrong.push(...(await violationsIn(asking, rules)).map((what) => `${look} ${language}: ${what}`));
        const file = `${name.replaceAll(' ', '-')}-${language}-${colorScheme}.png`;
        await asking.screenshot({ path: join(pictures, file) });
      }
    }
  }
  expect(wrong).toEqual([]);
});
