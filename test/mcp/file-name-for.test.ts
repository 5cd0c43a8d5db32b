import { expect, it } from 'vitest';
import { fileNameFor } from '../../src-main/mcp/file-name-for.ts';

it.each([
  ['notes://plan.md', 'plan.md'],
  ['https://a.example/reports/2026%20May.pdf?part=1#top', '2026-May.pdf'],
  ['file:///home/ann/..%2F..%2F.bashrc', 'bashrc'],
  ['notes://', 'notes'],
  ['notes://a/\u202egnp.exe', 'gnp.exe'],
  ['///', 'resource'],
  [`x:${'a'.repeat(200)}.txt`, `${'a'.repeat(76)}.txt`],
])('the file of %s is called %s', (uri, name) => {
  expect(fileNameFor(uri)).toBe(name);
});
