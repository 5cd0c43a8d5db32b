import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** First words of a sentence without a subject. A plural noun that reads like one of these verbs gets an article. */
const verbs =
  'adds allows appears applies are asks becomes begins believes blames brings builds calls can cannot changes checks ' +
  'chooses cleans clears closes comes copies costs counts creates deletes depends describes did discards do does draws ' +
  'drops ends expects explains fails fetches fills finds finishes follows forgets gets gives goes groups handles hands ' +
  'has have hides holds ignores includes is keeps knows learns leaves lets lists loads locks looks loses makes may ' +
  'mends moves must needs notices offers opens passes plays prints promises proposes puts quits reads receives ' +
  'recovers refuses registers rejects reloads removes renews repeats reports resets restores returns revokes runs ' +
  'saves says searches sees sends sets shall shortens should shows signs skips sorts speaks stands starts stays stops ' +
  'stores survives takes tells throws times tries types undoes updates uses waits wants warns was were will works ' +
  'would writes';
const others =
  'after also although among and anybody anyone at because before beside between but by for from how if in it its ' +
  'neither never no-one nobody nor not nothing of on once only or over since so somebody someone than that then there ' +
  'these they this those though through to under until what whatever when where which while who whoever whose why ' +
  'with without';
const beginnings = new Set([...verbs.split(' '), ...others.split(' ')]);

const privateWords =
  /\b(?:anew|anybody|anyone|doors?|everybody|nobody|no one|somebody|someone|trouble|whoever|what stands)\b/i;

/** The objection to a name: it begins without its subject, or has a word that the field does not use. */
function faultOf(name: string): string | undefined {
  const [first = ''] = name.split(/[\s,:’']/);
  if (beginnings.has(first.toLowerCase())) return `begins with “${first}”`;
  const word = privateWords.exec(name)?.[0];
  return word && `has the word “${word}”`;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

/** `it.skipIf(x).each(rows)` has the path `it`, `skipIf`, `each`. */
function pathOf(callee: unknown): string[] {
  if (!isNode(callee)) return [];
  if (callee.type === 'Identifier') return [String(callee['name'])];
  if (callee.type === 'CallExpression') return pathOf(callee['callee']);
  if (callee.type === 'TaggedTemplateExpression') return pathOf(callee['tag']);
  if (callee.type !== 'MemberExpression') return [];
  const { property } = callee;
  return [...pathOf(callee['object']), isNode(property) ? String(property['name']) : ''];
}

/** The full names of the tests in a file: the titles of its blocks and its own, joined by ` > `. */
function namesIn(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const names: string[] = [];
  const visit = (value: unknown, around: string[]): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, around);
    if (!isNode(value)) return;
    const title = titleOf(value, text);
    const path = title === undefined ? [] : pathOf(value['callee']);
    const titles = title === undefined ? around : [...around, title];
    if (path.length > 0 && !path.includes('describe')) names.push(titles.join(' > '));
    for (const child of Object.values(value)) visit(child, path.includes('describe') ? titles : around);
  };
  visit(program, []);
  return names;
}

/** Undefined for what is no call of a block or a test with a title. */
function titleOf(call: Node, text: string): string | undefined {
  if (call.type !== 'CallExpression') return undefined;
  const [by = '', ...more] = pathOf(call['callee']);
  if (!['describe', 'it', 'test'].includes(by) || more.includes('step')) return undefined;
  const [title, body] = call['arguments'] as unknown[];
  if (!isNode(title) || !isNode(body)) return undefined;
  if (title.type === 'TemplateLiteral') return text.slice(title.start + 1, title.end - 1);
  return title.type === 'Literal' && typeof title['value'] === 'string' ? title['value'] : undefined;
}

const files = globSync('test/**/*.{test,spec}.{ts,tsx}', { cwd: root });

it('every test name begins with its subject, in words of the field', () => {
  const names = files.flatMap((file) =>
    namesIn(file, readFileSync(join(root, file), 'utf8')).map((name): [string, string] => [file, name]),
  );
  expect(names.length).toBeGreaterThan(1700);
  const faults = names.flatMap(([file, name]) => {
    const fault = faultOf(name);
    return fault === undefined ? [] : [`${file}: ${name} ${fault}`];
  });
  expect(faults).toEqual([]);
});

it.each([
  ["it('shows what a tool server says as text', f)", 'begins with “shows”'],
  ["test('it goes nowhere', async ({ page }) => {})", 'begins with “it”'],
  ["describe('after a 401', () => { it.each(rows)('a renewed token is tried: %s', f) })", 'begins with “after”'],
  ["describe.each(rows)('over the %s API', () => { it('gives back the bytes', f) })", 'begins with “over”'],
  ['for (const way of ways) test(`would notice ${way}`, f)', 'begins with “would”'],
  ["it.skipIf(windows)('a page for whoever asks', f)", 'has the word “whoever”'],
  ["describe('a token', () => { it('is renewed once', f) })", undefined],
  ["it('the list of servers shows each name', { timeout: 1 }, f)", undefined],
])('the name in %s has the fault: %s', (text, fault) => {
  expect(namesIn('a.test.tsx', text).map(faultOf)).toEqual([fault]);
});
