import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The language catalogues of the window and of the desktop half. */
export const catalogueFolders = ['src-renderer/locales', 'src-main/shell/locales'];

/** Fails the build if a key is missing in a language, because it would be displayed as its name. */
export function wholeCatalogues(root: string): Plugin {
  return {
    name: 'whole-catalogues',
    buildStart() {
      for (const folder of catalogueFolders) {
        const read = (language: string) =>
          keys(JSON.parse(readFileSync(join(root, folder, `${language}.json`), 'utf8')) as object);
        const english = read('en');
        for (const language of ['vi', 'zh']) {
          const own = read(language);
          const missing = [
            ...english.filter((key) => !own.includes(key)),
            ...own.filter((key) => !english.includes(key)),
          ];
          if (missing.length > 0) this.error(`${folder}: ${language} and en differ in ${missing.join(', ')}`);
        }
      }
    },
  };
}

function keys(tree: object, path = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keys(value, `${path}${key}.`) : [path + key],
  );
}
