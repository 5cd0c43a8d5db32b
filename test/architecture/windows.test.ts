import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const makesWindow = /\bnew\s+(?:electron\.)?(?:BrowserWindow|BaseWindow|BrowserView|WebContentsView)\b/;

// A window made elsewhere could navigate, open others, and would have a page's permissions.
it('every window is made in one place', () => {
  const makers = globSync('src-main/**/*.ts', { cwd: root }).filter((file) =>
    makesWindow.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(makers).toEqual([join('src-main', 'shell', 'window.ts')]);
});
