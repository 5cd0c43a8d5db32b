import { expect, it } from 'vitest';
import type { ProgramId } from '../../src-preload/contract/wiring.ts';
import { entryOf } from '../../src-main/wiring/entry-of.ts';
import { nameWarnings } from '../../src-main/wiring/name-warnings.ts';

const long = (length: number) => 't'.repeat(length);

it.each<[ProgramId, string, string[], string[], unknown[]]>([
  ['claude-code', 'linear', ['sentry'], ['list'], []],
  ['claude-code', 'a.b', [], [], [{ kind: 'refused' }]],
  ['codex', 'a.b', ['a/b'], [], [{ kind: 'alike', other: 'a/b' }]],
  ['codex', 'ü', [], [], [{ kind: 'refused' }]],
  ['codex', 'linear', [], [long(115)], []],
  ['codex', 'linear', [], [long(116)], [{ kind: 'long', tool: long(116) }]],
  ['gemini', 'linear', [], [long(53)], []],
  ['gemini', 'linear', [], [long(54)], [{ kind: 'long', tool: long(54) }]],
  ['gemini', 'a.b', ['a_b'], [], []],
  ['opencode', 'a.b', ['a_b'], [], [{ kind: 'alike', other: 'a_b' }]],
  ['cursor', 'a.b', ['a_b'], [long(200)], []],
])('the name for %s, %s beside %j, is warned about where it has to be', (program, name, others, tools, warnings) => {
  expect(nameWarnings(program, name, others, tools)).toEqual(warnings);
});

it('an entry has the form that its program reads', () => {
  const of = (shape: Parameters<typeof entryOf>[0]) => entryOf(shape, 'linear', '/k', 'linear');
  expect(of('plain')).toEqual({ command: '/k', args: ['mcp', 'linear'] });
  expect(of('stdio')).toEqual({ type: 'stdio', command: '/k', args: ['mcp', 'linear'] });
  expect(of('copilot')).toEqual({ type: 'local', command: '/k', args: ['mcp', 'linear'], tools: ['*'] });
  expect(of('opencode')).toEqual({ type: 'local', command: ['/k', 'mcp', 'linear'] });
  expect(of('listed')).toEqual({ name: 'linear', command: '/k', args: ['mcp', 'linear'] });
  expect(of('goose')).toEqual({
    name: 'linear',
    type: 'stdio',
    enabled: true,
    cmd: '/k',
    args: ['mcp', 'linear'],
    timeout: 300,
  });
});
