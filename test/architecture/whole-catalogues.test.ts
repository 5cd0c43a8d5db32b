import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import config from '../../electron.vite.config.ts';
import { catalogueFolders, wholeCatalogues } from '../../scripts/whole-catalogues.ts';

type Catalogue = Record<string, Record<string, unknown>>;

const repository = join(import.meta.dirname, '..', '..');
const [windowWords = '', desktopWords = ''] = catalogueFolders;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keyfob-catalogues-'));
  for (const folder of catalogueFolders) cpSync(join(repository, folder), join(root, folder), { recursive: true });
  writeFileSync(join(root, 'entry.js'), 'document.title = "built";\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('the build passes with the catalogues as they are', async () => {
  await expect(buildWindow()).resolves.toContain('document.title');
});

it('the build fails without a key that the English catalogue has, and names the key and the language', async () => {
  edit(windowWords, 'vi', ({ app }) => delete app?.['loading']);
  await expect(buildWindow()).rejects.toThrow(`${windowWords}: vi and en differ in app.loading`);
});

it('the build fails with a key that the English catalogue lacks, and names the key and the language', async () => {
  edit(desktopWords, 'zh', ({ tray }) => Object.assign(tray ?? {}, { leftOver: '多余' }));
  await expect(buildWindow()).rejects.toThrow(`${desktopWords}: zh and en differ in tray.leftOver`);
});

it('the check of the catalogues is part of the app’s build', () => {
  expect(config).toMatchObject({
    renderer: { plugins: expect.arrayContaining([expect.objectContaining({ name: 'whole-catalogues' })]) as unknown },
  });
});

/** The output of a build of a nearly empty module. */
async function buildWindow(): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [wholeCatalogues(root)],
    build: {
      outDir: 'out',
      rolldownOptions: { input: join(root, 'entry.js'), output: { entryFileNames: 'entry.js' } },
    },
  });
  return readFileSync(join(root, 'out', 'entry.js'), 'utf8');
}

function edit(folder: string, language: string, change: (catalogue: Catalogue) => unknown): void {
  const file = join(root, folder, `${language}.json`);
  const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
  change(catalogue);
  writeFileSync(file, JSON.stringify(catalogue));
}
