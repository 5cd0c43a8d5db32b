import type { Plugin } from 'vite';
import { stoppedPage } from '../src-main/shell/stopped-page.ts';
import { wordsFor } from '../src-main/shell/words.ts';

/** Writes the page that replaces a crashing one, in each language, next to the window's files. */
export function stoppedPages(): Plugin {
  return {
    name: 'stopped-pages',
    generateBundle() {
      for (const language of ['en', 'vi', 'zh'])
        this.emitFile({
          type: 'asset',
          fileName: `stopped-${language}.html`,
          source: stoppedPage(wordsFor(language)),
        });
    },
  };
}
