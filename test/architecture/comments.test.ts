import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

interface CommentLine {
  /** File and line number. */
  place: string;
  /** The part of the line that belongs to a comment. */
  comment: string;
  /** The number of columns of the whole line. */
  columns: number;
}

const root = join(import.meta.dirname, '..', '..');
const folders = ['src-main', 'src-preload', 'src-renderer', 'scripts', 'test'];
const kinds = new Set(['.ts', '.tsx', '.mjs', '.js', '.css']);

/** Words that leave open who or what is meant. A plain comment names its subject, and the reason. */
const vague = /\b(?:somebody|someone|nobody|no one|anybody|anyone|whoever|anew|doors?|troubles?|what stands)(?:'s)?\b/i;
const mostVague = 20;
const widest = 120;

const isVague = ({ comment }: CommentLine) => vague.test(comment);
const isTooWide = ({ columns }: CommentLine) => columns > widest;

describe('comments', () => {
  const lines = folders.flatMap((folder) => filesIn(folder).flatMap((file) => commentLines(file, read(file))));
  const those = (wrong: (line: CommentLine) => boolean) =>
    lines.filter(wrong).map(({ place, comment }) => `${place} ${comment.trim()}`);

  it('name who or what they are about, with fewer than 20 exceptions', () => {
    expect(lines.length).toBeGreaterThan(3000);
    const found = those(isVague);
    expect(found.length, found.join('\n')).toBeLessThan(mostVague);
  });

  it('fit into the 120 columns that code obeys', () => {
    expect(those(isTooWide)).toEqual([]);
  });
});

describe('the search in comments', () => {
  const wide = 'x'.repeat(widest);

  it.each([
    ['a block comment', 'a.ts', '/**\n * Reads.\n * Nobody waits.\n */\nconst a = 1;\n', 3],
    ['a line comment', 'a.mjs', 'const a = 1;\n// Done anew.\n', 2],
    ['a trailing comment', 'a.ts', "const a = 'x'; // no trouble\n", 1],
    ['a comment in JSX', 'a.tsx', 'const a = (\n  <p>\n    {/* for whoever reads */}\n  </p>\n);\n', 3],
    ['a comment in a style sheet', 'a.css', 'p {\n  /* the same doors */\n  color: red;\n}\n', 2],
  ])('finds vague words in %s', (_kind, file, text, line) => {
    expect(commentLines(file, text).filter(isVague)).toMatchObject([{ place: `${file}:${line}` }]);
  });

  it.each([
    ['a block comment', 'a.ts', `/**\n * ${wide}\n */\n`, 2],
    ['a line comment', 'a.ts', `// ${wide}\n`, 1],
    ['a trailing comment', 'a.ts', `const a = '${'x'.repeat(100)}'; // ten more\n`, 1],
    ['a comment in a style sheet', 'a.css', `/* ${wide} */\n`, 1],
  ])('finds %s that is too wide', (_kind, file, text, line) => {
    expect(commentLines(file, text).filter(isTooWide)).toMatchObject([{ place: `${file}:${line}` }]);
  });

  it.each([
    ['a string', 'a.ts', `const a = 'https://nobody.example'; const b = "/* anyone */";\n`],
    ['a template', 'a.ts', 'const a = `// ${"somebody"} /* anew */`;\n'],
    ['JSX text', 'a.tsx', `const a = <p>// nobody ${wide}</p>;\n`],
    ['a regular expression', 'a.ts', 'const a = /\\/\\/ whoever/;\n'],
    ['a longer word', 'a.ts', '// outdoors, troublesome\n'],
  ])('passes over %s', (_kind, file, text) => {
    const found = commentLines(file, text);
    expect(found.filter((line) => isVague(line) || isTooWide(line))).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => kinds.has(extname(path)) && !path.includes('node_modules'))
    .map((path) => join(folder, path));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every line that holds a comment or a part of one. */
function commentLines(file: string, text: string): CommentLine[] {
  const lines = text.split('\n');
  return commentsIn(file, text).flatMap(({ start, end }) => {
    const first = text.slice(0, start).split('\n').length;
    return text
      .slice(start, end)
      .split('\n')
      .map((comment, index) => ({
        place: `${file}:${first + index}`,
        comment,
        columns: lines[first + index - 1]?.length ?? 0,
      }));
  });
}

/** Where comments begin and end. A parser finds them, so that comment signs within strings do not count. */
function commentsIn(file: string, text: string): { start: number; end: number }[] {
  if (extname(file) === '.css')
    return [...text.matchAll(/\/\*[^]*?\*\//g)].map(({ 0: comment, index }) => ({
      start: index,
      end: index + comment.length,
    }));
  const { comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  return comments;
}
