import en from '../../src-main/shell/locales/en.json' with { type: 'json' };
import vi from '../../src-main/shell/locales/vi.json' with { type: 'json' };
import zh from '../../src-main/shell/locales/zh.json' with { type: 'json' };
import { violationsIn } from './accessibility.ts';
import { ask } from './ask.ts';
import { cutOff } from './cut-off.ts';
import { answerInBrowser, ready } from './person.ts';
import { expect, test } from './test.ts';

test('the page that a browser returns to is in the language of the window', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer({ refusePrivateSchemes: true });
  const { window } = await desktop.launch();
  await ready(window);
  const added = await ask(window, 'servers:add', { url: server.url, name: 'Acme' });
  if (!added.ok) throw new Error(added.error.code);
  const { id: serverId } = added.value;
  for (const [language, { returnPage }] of Object.entries({ en, vi, zh })) {
    await ask(window, 'preferences:change', { language: language as 'en' | 'vi' | 'zh' });
    expect(await ask(window, 'connections:connect', { serverId, returnPath: 'loopback' })).toMatchObject({ ok: true });
    const page = await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { leaves: true });
    await expect(page.getByRole('heading')).toHaveText(returnPage.title);
    await expect(page.getByText(returnPage.body)).toBeVisible();
    await expect(page.getByRole('link', { name: returnPage.show })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
    expect(await cutOff(page)).toEqual([]);
    expect(await violationsIn(page), language).toEqual([]);
    await page.close();
    await ask(window, 'connections:disconnect', { serverId });
  }
});
