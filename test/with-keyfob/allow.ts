import type { ElectronApplication, Page } from '@playwright/test';

/**
 * Presses the button that allows a program always, at each question of the app from now on. What this desktop runs is
 * the command alone, so that every question is about a program of its process tree.
 */
export function pressAlways(application: ElectronApplication): void {
  application.on('window', (window) => void answerAll(window));
}

/** Until the window closes. Its buttons wake some time after each question, which Playwright waits for. */
async function answerAll(window: Page): Promise<void> {
  const button = window.getByRole('button', { name: 'Always allow' }).first();
  // Nothing to press is no failure: the window closes when the last question is answered.
  while (!window.isClosed()) await button.click({ timeout: 0 }).catch(() => undefined);
}
