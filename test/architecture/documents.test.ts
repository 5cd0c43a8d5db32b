import { describe, expect, it } from 'vitest';
import { brokenNames, documents, picturesInDocs, proseLines, shownPictures, wordsOf } from '../support/documents.ts';

describe('a name in a document', () => {
  it.each(documents().map((document) => [document.path, document] as const))('exists: %s', (_, document) => {
    expect(brokenNames(document)).toEqual([]);
  });

  it.each([
    ['a file that is not there', 'docs/a.md', 'See `src-main/oauth/absent.ts`.', ['src-main/oauth/absent.ts']],
    ['a file of that name elsewhere', 'docs/a.md', 'See `oauth/absent/dpop.ts`.', ['oauth/absent/dpop.ts']],
    ['a folder that is not there', 'docs/a.md', 'See `src-main/absent/`.', ['src-main/absent/']],
    ['a file of another folder', 'src-main/http/README.md', 'See `dpop.ts`.', ['dpop.ts']],
    ['a test that is not there', 'docs/a.md', '| threat | test |\n| --- | --- |\n| x | `absent` |', ['absent']],
    ['a link that leads nowhere', 'docs/a.md', '[a](absent.md)', ['absent.md']],
    ['a heading that is not there', 'docs/a.md', '# A\n\n[a](#absent)', ['#absent']],
    ['a picture that is not there', 'README.md', '![a](docs/absent.png)', ['docs/absent.png']],
    ['a script that is not there', 'README.md', '```sh\nnpm run absent\n```', ['absent']],
    ['a program that is not there', 'README.md', '`node scripts/absent.mjs`', ['scripts/absent.mjs']],
  ])('is reported when it is %s', (_, path, text, broken) => {
    expect(brokenNames({ path, text })).toEqual(broken);
  });

  it.each([
    ['a file', 'README.md', '`src-main/oauth/dpop.ts`'],
    ['a file without its ending', 'docs/a.md', '`oauth/dpop`'],
    ['a file of the folder', 'src-main/oauth/README.md', '`dpop.ts`'],
    ['a test without its ending', 'docs/a.md', '| a | test |\n| --- | --- |\n| x | `hostile/token` (no `eval`) |'],
    ['what the build makes', 'README.md', '`artifacts/tour/`'],
    ['a media type, a header, a method', 'README.md', '`WWW-Authenticate`, `xdg-open`, `protocol.handle`'],
    ['a heading', 'docs/a.md', '# What is there\n\n[a](#what-is-there)'],
  ])('is found when it is %s', (_, path, text) => {
    expect(brokenNames({ path, text })).toEqual([]);
  });
});

it('pictures in docs are those that a document shows, and no others', () => {
  expect(picturesInDocs()).toEqual(shownPictures());
});

describe.each(documents().map((document) => [document.path, document.text] as const))('the prose of %s', (_, text) => {
  it('keeps to 120 columns', () => {
    expect(proseLines(text).filter((line) => line.length > 120)).toEqual([]);
  });

  it('says things in plain words', () => {
    const words = /\b(?:(?:some|any|no)body|someone|anyone|no one|whoever|anew|doors?|troubles?|what stands)\b/gi;
    expect([...wordsOf(text).matchAll(words)].map(([word]) => word)).toEqual([]);
  });
});

it('a decision has a number that no other has', () => {
  const { text = '' } = documents().find(({ path }) => path === 'docs/decisions/README.md') ?? {};
  const numbers = [...text.matchAll(/^\| (\d{4}) \|/gm)].map(([, number]) => number);
  expect(numbers.length).toBeGreaterThan(50);
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
});
