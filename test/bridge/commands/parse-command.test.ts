import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src-main/bridge/commands/table/parse-command.ts';

const parsed = (name: string, found: string[], options: object = {}) => ({ name, arguments: found, options });

describe('a command line', () => {
  it.each([
    ['list', parsed('list', [])],
    ['list --json', parsed('list', [], { json: true })],
    ['status --names', parsed('status', [], { names: true })],
    ['add https://a.example/mcp --name A', parsed('add', ['https://a.example/mcp'], { name: 'A' })],
    [
      'sign-in linear --workspace=Work --profile Ann',
      parsed('sign-in', ['linear'], { workspace: 'Work', profile: 'Ann' }),
    ],
    ['sign-out --json linear', parsed('sign-out', ['linear'], { json: true })],
    ['tools linear', parsed('tools', ['linear'])],
    ['call linear create', parsed('call', ['linear', 'create'])],
    ['call linear create -', parsed('call', ['linear', 'create', '-'])],
    ['call linear create --args -', parsed('call', ['linear', 'create'], { args: '-' })],
    ['call linear create --args {"a":-1}', parsed('call', ['linear', 'create'], { args: '{"a":-1}' })],
    ['call linear --out pictures draw', parsed('call', ['linear', 'draw'], { out: 'pictures' })],
    ['call -- linear --odd-tool', parsed('call', ['linear', '--odd-tool'])],
    ['programs', parsed('programs', [])],
    ['wire cursor linear --yes', parsed('wire', ['cursor', 'linear'], { yes: true })],
    ['unwire cursor linear', parsed('unwire', ['cursor', 'linear'])],
    ['doctor https://a.example/mcp', parsed('doctor', ['https://a.example/mcp'])],
    ['export', parsed('export', [])],
    ['help call', parsed('help', ['call'])],
  ])('%s is understood', (line, expected) => {
    expect(parseCommand(line.split(' '))).toEqual(expected);
  });

  it.each([
    ['frobnicate linear', { problem: 'unknown', what: 'frobnicate linear' }],
    ['--json list', { problem: 'unknown', what: '--json list' }],
    ['toString', { problem: 'unknown', what: 'toString' }],
    ['call linear', { problem: 'missing', what: 'TOOL', command: 'call' }],
    ['add', { problem: 'missing', what: 'URL', command: 'add' }],
    ['list linear', { problem: 'surplus', what: 'linear', command: 'list' }],
    ['call linear create now', { problem: 'surplus', what: 'now', command: 'call' }],
    ['list --yes', { problem: 'option', what: '--yes', command: 'list' }],
    ['list -j', { problem: 'option', what: '-j', command: 'list' }],
    ['call linear create --args', { problem: 'value', what: '--args', command: 'call' }],
    ['call linear create --args=', { problem: 'value', what: '--args', command: 'call' }],
    ['list --json=yes', { problem: 'no_value', what: '--json', command: 'list' }],
    ['list --json --json', { problem: 'twice', what: '--json', command: 'list' }],
  ])('%s is refused, and what does not fit is named', (line, expected) => {
    expect(parseCommand(line.split(' '))).toEqual(expected);
  });
});
