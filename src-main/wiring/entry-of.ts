import type { EntryShape } from '../clients/programs.ts';

/** The entry of a server in the form that a program reads: it starts the connector with the server's name. */
export function entryOf(shape: EntryShape, name: string, connector: string, server: string): Record<string, unknown> {
  const args = ['mcp', server];
  const plain = { command: connector, args };
  switch (shape) {
    case 'plain':
      return plain;
    case 'stdio':
      return { type: 'stdio', ...plain };
    case 'copilot':
      return { type: 'local', ...plain, tools: ['*'] };
    case 'opencode':
      return { type: 'local', command: [connector, ...args] };
    case 'goose':
      // In seconds: as long as a call may wait for the user.
      return { name, type: 'stdio', enabled: true, cmd: connector, args, timeout: 300 };
    case 'listed':
      return { name, ...plain };
  }
}
