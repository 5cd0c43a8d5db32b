import en from '../../src-renderer/locales/en.json' with { type: 'json' };
import vi from '../../src-renderer/locales/vi.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh.json' with { type: 'json' };
import viDesktop from '../../src-main/shell/locales/vi.json' with { type: 'json' };
import zhDesktop from '../../src-main/shell/locales/zh.json' with { type: 'json' };
import enDesktop from '../../src-main/shell/locales/en.json' with { type: 'json' };
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';

test('the language is that of the system from the first start on, and English where the system’s is not supported', async ({
  desktop,
}) => {
  const systems = [
    ['vi_VN', 'vi', vi, viDesktop],
    ['zh_CN', 'zh', zh, zhDesktop],
    ['fr_FR', 'en', en, enDesktop],
  ] as const;
  for (const [language, tag, words, desktopWords] of systems) {
    const running = await desktop.launch({ language });
    const { window, application } = running;
    const tray = await watchTray(application);
    await expect(window.getByRole('heading', { level: 1, name: words.first.title })).toBeVisible();
    await expect(window.locator('html')).toHaveAttribute('lang', new RegExp(`^${tag}`));
    // The first start named the profile and the workspace.
    await expect(window.getByText(`${viDesktop.first.profile} ${viDesktop.first.workspace}`)).toBeVisible();
    await window.getByRole('button', { name: words.list.preferences }).click();
    await expect(window.getByLabel(words.preferences.language)).toHaveValue('system');
    // Any change redraws the tray's menu, in the current language.
    await window.getByRole('switch', { name: words.preferences.keepInTray.label }).click();
    await expect.poll(tray.labels).toContain(desktopWords.tray.quit);
    await running.quit();
  }
});

test('the appearance is light or dark as the system’s is, at once, until a person chooses one', async ({ desktop }) => {
  const { window, application } = await desktop.launch();
  await expect(window.getByRole('heading', { level: 1, name: en.first.title })).toBeVisible();
  expect(await application.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system');
  const brightness = () =>
    window.evaluate(() => {
      const [red = 0, green = 0, blue = 0] = getComputedStyle(document.body)
        .backgroundColor.match(/[\d.]+/g)!
        .map(Number);
      return (red + green + blue) / 3;
    });
  for (const colorScheme of ['dark', 'light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    if (colorScheme === 'dark') await expect.poll(brightness).toBeLessThan(64);
    else await expect.poll(brightness).toBeGreaterThan(192);
  }
});
