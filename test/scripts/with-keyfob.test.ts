import { expect, it } from 'vitest';
import { readArguments } from '../../scripts/with-keyfob/arguments.mjs';

it('the arguments of with-keyfob are servers, then a command with arguments of its own', () => {
  const args = [
    '--server',
    'a=http://localhost:1/mcp?x=1',
    '--server=b-2=https://b.example/',
    '--',
    'cat',
    '--ask',
    '--',
  ];
  expect(readArguments(args)).toEqual({
    servers: [
      { name: 'a', url: 'http://localhost:1/mcp?x=1' },
      { name: 'b-2', url: 'https://b.example/' },
    ],
    ask: false,
    command: ['cat', '--ask', '--'],
  });
  expect(readArguments(['--ask', '--', 'true']).ask).toBe(true);
});

it.each([
  ['no command', ['--server', 'a=http://localhost/']],
  ['an empty command', ['--']],
  ['an unknown option', ['--servers', '--', 'true']],
  ['a server without an address', ['--server', 'a', '--', 'true']],
  ['a name that the app would change', ['--server', 'My server=http://localhost/', '--', 'true']],
])('with-keyfob refuses %s', (_what, args) => {
  expect(() => readArguments(args)).toThrow();
});
