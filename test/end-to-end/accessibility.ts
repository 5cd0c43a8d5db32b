import type { Page } from '@playwright/test';
import axe from 'axe-core';

type Axe = typeof axe;

export type ColorScheme = 'light' | 'dark';

/** In the dark scheme, only colour rules can have other results than in the light one. */
export const rulesIn = { light: undefined, dark: ['color-contrast', 'link-in-text-block'] };

/**
 * The accessibility rules that a page breaks, each with the elements. `rules`: only these; otherwise all that are on by
 * default.
 */
export async function violationsIn(page: Page, rules?: readonly string[]): Promise<string[]> {
  const found = await check(page, rules);
  if (found) return found;
  // More than half a megabyte of source: once for each document is enough.
  await page.evaluate(axe.source);
  // Without the markup of all that was looked at.
  await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.configure({ noHtml: true }));
  return (await check(page, rules)) ?? [];
}

/** Undefined if the document does not have the checker yet. */
function check(page: Page, rules: readonly string[] | undefined): Promise<string[] | undefined> {
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe?: Axe };
    if (!axe) return undefined;
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(values && { runOnly: { type: 'rule' as const, values: [...values] } }),
    });
    // The whole result is fifty kilobytes, of which the test needs these names.
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }, rules);
}
