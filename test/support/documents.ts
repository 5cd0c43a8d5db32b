import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What git ignores, and what tools make. */
const generated = new Set(['node_modules', '.git', 'artifacts', 'build', 'coverage', 'dist', 'out', 'test-results']);

/** Every file and folder of the project, from its root, with `/` between names. Folders have no `/` at the end. */
const entries: ReadonlySet<string> = new Set(
  globSync(['*', '.*', '.github/**', '**/*'], {
    cwd: root,
    exclude: (path) => generated.has(path.split(/[\\/]/)[0] ?? ''),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !generated.has(path.split('/')[0] ?? '')),
);

const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** Read like a path and are none of this project's. */
const elsewhere = new Set(['url/resources/urltestdata.json']);

export interface Document {
  /** From the root of the project. */
  path: string;
  text: string;
}

/** Every Markdown file of the project, and the forms below `.github`. */
export function documents(): Document[] {
  return [...entries]
    .filter((path) => path.endsWith('.md') || (path.startsWith('.github/') && path.endsWith('.yml')))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/**
 * The paths that a document names and that are not there, its dead links, and its `npm run` scripts that do not exist.
 */
export function brokenNames({ path, text }: Document): string[] {
  const folder = dirname(path);
  const prose = withoutCodeBlocks(text);
  const isIndex = posix.basename(path) === 'README.md' && folder !== '.';
  const isThere = (name: string) => exists(name, folder, isIndex);
  return [
    ...spansOf(prose).filter((name) => looksLikePath(name) && !isThere(name)),
    ...namesOfTests(prose).filter((name) => !isTest(name)),
    ...linksOf(text).filter((link) => !leadsSomewhere(link, path, text)),
    ...[...text.matchAll(/\bnode ([\w./-]+\.(?:mjs|ts))/g)].flatMap(([, name = '']) => (isThere(name) ? [] : [name])),
    ...scriptsOf(text).filter((name) => !scripts.includes(name)),
  ];
}

/** The pictures that documents show or link to, from the root of the project, sorted. */
export function shownPictures(): string[] {
  const shown = documents().flatMap(({ path, text }) =>
    linksOf(text)
      .filter((link) => !isAddress(link) && /\.(?:png|jpe?g|gif|webp|svg)$/.test(link))
      .map((link) => posix.join(dirname(path), link)),
  );
  return [...new Set(shown)].toSorted();
}

/** The pictures that lie below `docs`, from the root of the project, sorted. */
export function picturesInDocs(): string[] {
  return [...entries].filter((path) => /^docs\/.*\.(?:png|jpe?g|gif|webp|svg)$/.test(path)).toSorted();
}

/** Lines of prose: no code block, no row of a table, no line that is one link or picture. */
export function proseLines(text: string): string[] {
  return withoutCodeBlocks(text)
    .split('\n')
    .filter((line) => !line.startsWith('|') && !/^!?\[[^\]]*\]\([^)]*\)$/.test(line));
}

/** Without what is quoted as code, and without addresses of links. */
export function wordsOf(text: string): string {
  return withoutCodeBlocks(text)
    .replaceAll(/`[^`\n]+`/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']');
}

function withoutCodeBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/^ {4}\S.*$/gm, '');
}

function spansOf(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
}

const extension = /\.(?:ts|tsx|mjs|js|json|jsonc|md|css|sql|ya?ml|html)$/;

function looksLikePath(span: string): boolean {
  if (elsewhere.has(span) || generated.has(span.split('/')[0] ?? '')) return false;
  if (!/^(?:\.{1,2}\/)*[\w@.-]+(?:\/[\w@.-]+)*\/?$/.test(span)) return false;
  return span.includes('/') || extension.test(span);
}

/**
 * The README of a folder names what lies below it, or says the path from the root. Other documents may cut the front
 * off.
 */
function exists(name: string, folder: string, isIndex: boolean): boolean {
  const path = name.replace(/\/$/, '');
  const endings = ['', '.ts', '.tsx', '.mjs', '.test.ts', '.test.tsx', '.spec.ts'];
  return endings.some((ending) => {
    const file = path + ending;
    if (entries.has(posix.normalize(file)) || entries.has(posix.join(folder, file))) return true;
    return endsOne(file, isIndex && folder !== 'docs/decisions' ? `${folder}/` : '');
  });
}

const endsOne = (file: string, below: string) =>
  [...entries].some((entry) => entry.startsWith(below) && entry.endsWith(`/${file}`));

/** The tests that a table column names, outside of parentheses: `hostile/token` is `test/hostile/token.test.ts`. */
function namesOfTests(text: string): string[] {
  let column = -1;
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) column = -1;
    const cells = line.split('|').map((cell) => cell.trim());
    if (column === -1) column = cells.findIndex((cell) => /^(?:test|spec)s?(?: here)?$/.test(cell));
    const cell = (cells[column] ?? '').replaceAll(/\([^)]*\)/g, '');
    return spansOf(cell).filter((span) => /^[\w./-]+$/.test(span));
  });
}

function isTest(name: string): boolean {
  if (entries.has(name)) return true;
  return ['', '.test.ts', '.test.tsx', '.spec.ts'].some((ending) => {
    const file = name + ending;
    return [...entries].some((entry) => entry.startsWith('test/') && entry.endsWith(`/${file}`));
  });
}

function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

const isAddress = (link: string) => /^[a-z]+:/.test(link);

function leadsSomewhere(link: string, path: string, text: string): boolean {
  if (isAddress(link)) return true;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : posix.join(dirname(path), file);
  if (file !== '' && !entries.has(target.replace(/\/$/, ''))) return false;
  if (anchor === undefined) return true;
  return anchorsOf(file === '' ? text : readFileSync(join(root, target), 'utf8')).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...withoutCodeBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

function scriptsOf(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  return [...named, ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name)];
}
