import type { Plugin } from 'vite';
import { stoppedPage } from '../src-main/shell/stopped-page.ts';
import { wordsFor } from '../src-main/shell/words.ts';

/** Writes the page that stands in for one that does not stay, in each language, next to the window's own files. */
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
