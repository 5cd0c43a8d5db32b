import type { ElectronApplication, Page } from '@playwright/test';

/**
 * Presses the button that allows a program always and with all tools, at each question of the app from now on, or once
 * where it is a script that cannot be recognized again. What this desktop runs is the command alone, so that every
 * question is about a program of its process tree.
 */
export function pressAlways(application: ElectronApplication): void {
  application.on('window', (window) => void answerAll(window));
}

/** Until the window closes. Its buttons wake some time after each question, which Playwright waits for. */
export async function answerAll(window: Page): Promise<void> {
  const question = window.locator('section').first();
  const press = async () => {
    await question.waitFor({ timeout: 0 });
    const all = question.getByRole('radio', { name: 'Use all tools' });
    if ((await all.count()) > 0) await all.check({ timeout: 0 });
    const always = question.getByRole('button', { name: 'Always allow' });
    const button = (await always.count()) > 0 ? always : question.getByRole('button', { name: 'Allow once' });
    await button.click({ timeout: 0 });
  };
  // Nothing to press is no failure: the window closes when the last question is answered.
  while (!window.isClosed()) await press().catch(() => undefined);
}
