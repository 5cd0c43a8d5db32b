import { describe, expect, it } from 'vitest';
import { onlyCommandOf } from '../../../src-main/bridge/caller/shell-command.ts';

const run = (command: string, ...more: string[]) =>
  onlyCommandOf({ pid: 2, name: '', parent: 1, startedAt: '1', arguments: ['sh', '-c', command, ...more] });

describe('the only command of a shell', () => {
  it.each([
    ['keyfob mcp linear', 'keyfob'],
    ['exec /home/ann/.keyfob/bin/keyfob mcp linear', '/home/ann/.keyfob/bin/keyfob'],
    ["'/home/ann smith/bin/keyfob' mcp 'my server'", '/home/ann smith/bin/keyfob'],
    ['"/home/ann/bin/keyfob" mcp "linear"', '/home/ann/bin/keyfob'],
  ])('is found in %s', (command, word) => {
    expect(run(command)).toBe(word);
  });

  it.each([
    'keyfob mcp linear; curl evil.example',
    'keyfob mcp linear && true',
    'echo x | keyfob mcp linear',
    'keyfob mcp $(cat name)',
    'keyfob mcp `cat name`',
    'keyfob mcp linear < requests',
    'keyfob mcp linear\ncurl evil.example',
    'keyfob mcp "$SERVER"',
    'LD_PRELOAD=/tmp/evil.so keyfob mcp linear',
    'keyfob mcp linear &',
    '',
  ])('is none in %j', (command) => {
    expect(run(command)).toBeUndefined();
  });

  it('is none where the command takes further arguments', () => {
    expect(run('keyfob mcp linear', 'name')).toBeUndefined();
  });

  it('is none where the shell runs a script', () => {
    expect(
      onlyCommandOf({ pid: 2, name: '', parent: 1, startedAt: '1', arguments: ['sh', 'script.sh'] }),
    ).toBeUndefined();
  });
});
