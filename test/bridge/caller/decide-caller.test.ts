import { describe, expect, it } from 'vitest';
import type { CallerFacts, Candidate } from '../../../src-main/bridge/caller/caller-facts.ts';
import { decideCaller } from '../../../src-main/bridge/caller/decide-caller.ts';

function candidate(
  path: string | undefined,
  more: { args?: string[] } & Partial<Omit<Candidate, 'process'>> = {},
): Candidate {
  const { args = [path ?? ''], ...rest } = more;
  const process = {
    pid: 10,
    name: 'any',
    parent: 1,
    startedAt: '100',
    arguments: args,
    ...(path !== undefined && { executable: { path, file: { device: 1, inode: 9 } } }),
  };
  return { process, interpreted: 'none', holdsStreams: true, ancestors: ['zsh', 'Ghostty'], ...rest };
}

const keyfob = candidate('/home/ann/.keyfob/bin/keyfob', { args: ['keyfob', 'mcp', 'linear'] });
const codexPath = '/opt/codex-0.171.0/codex';
const codex = candidate(codexPath);
/** In a container, where a path says nothing about this system's files. */
function elsewhere(path: string): Candidate {
  const found = candidate(path);
  return { ...found, process: { ...found.process, isElsewhere: true } };
}
const shell = (...args: string[]) => candidate('/usr/bin/zsh', { args: ['zsh', ...args] });
const node = (interpreted: Candidate['interpreted']) => candidate('/usr/bin/node', { interpreted });
const root = '/home/ann/.npm/lib/node_modules/@google/gemini-cli';

const usual: CallerFacts = {
  peer: keyfob,
  isConnector: true,
  isSigned: true,
  parent: codex,
  grandparent: undefined,
};

/** Of a caller: its kind, its name, and the pattern that a permission keeps; none: it can be allowed once only. */
type Expected = [kind: string, name: string, family?: string, package_?: string];

const cases: [what: string, facts: Partial<CallerFacts>, expected: Expected][] = [
  ['an agent that starts the connector', {}, ['program', 'Codex', '/opt/codex-*/codex']],
  ['a process that has ended', { peer: undefined }, ['unknown', '']],
  ['a process whose executable may not be read', { peer: candidate(undefined) }, ['unknown', '']],
  [
    'a program that connects without the connector',
    { peer: candidate('/home/ann/bin/tool'), isConnector: false, parent: undefined },
    ['program', 'tool', '/home/ann/bin/tool'],
  ],
  [
    'a process that connected without the connector and is another program than then',
    { peer: candidate(codexPath), isConnector: false, isSigned: false, parent: undefined },
    ['program', 'Codex'],
  ],
  [
    'a shell that connects without the connector',
    { peer: shell(), isConnector: false, parent: undefined },
    ['script', 'zsh'],
  ],
  [
    'an ssh that carries the connection of another machine',
    { peer: candidate('/usr/bin/ssh'), isConnector: false, parent: undefined },
    ['unknown', ''],
  ],
  [
    'an sshd that starts the connector for another machine',
    { parent: shell('-c', 'keyfob mcp linear'), grandparent: candidate('/usr/sbin/sshd') },
    ['unknown', ''],
  ],
  ['a connector that a Windows program starts in WSL', { parent: candidate('/init') }, ['unknown', '']],
  [
    'a relay of another process’s connection',
    { peer: candidate('/usr/bin/socat'), isConnector: false, parent: undefined },
    ['unknown', ''],
  ],
  [
    'a program in another pid namespace, such as a container',
    { peer: elsewhere('/usr/bin/codex'), isConnector: false, parent: undefined },
    ['unknown', ''],
  ],
  ['an agent in another pid namespace that starts the connector', { parent: elsewhere(codexPath) }, ['unknown', '']],
  ['a connector whose parent has ended', { parent: undefined }, ['unknown', '']],
  ['a connector whose parent may not be read', { parent: candidate(undefined) }, ['unknown', '']],
  [
    'a shell that runs the connector alone',
    { parent: shell('-c', 'keyfob mcp linear'), grandparent: codex },
    ['program', 'Codex', '/opt/codex-*/codex'],
  ],
  [
    'a shell that runs the connector alone, below a program that has ended',
    { parent: shell('-c', 'keyfob mcp linear'), grandparent: undefined },
    ['unknown', ''],
  ],
  [
    'a shell that runs the connector and more',
    { parent: shell('-c', 'echo x; keyfob mcp linear'), grandparent: codex },
    ['script', 'zsh'],
  ],
  ['an interactive shell', { parent: shell(), grandparent: codex }, ['script', 'zsh']],
  [
    'a shell in a shell',
    { parent: shell('-c', 'keyfob mcp linear'), grandparent: shell('-c', 'zsh -c "keyfob mcp linear"') },
    ['script', 'zsh'],
  ],
  ['a connector that did not make its socket', { isSigned: false }, ['script', 'Codex']],
  [
    'a connector whose streams another process holds',
    { parent: { ...codex, holdsStreams: false } },
    ['script', 'Codex'],
  ],
  [
    'an interpreter that runs a package',
    { parent: node({ script: `${root}/dist/index.js`, package: { name: '@google/gemini-cli', root } }) },
    ['program', 'Gemini CLI', root, '@google/gemini-cli'],
  ],
  [
    'an interpreter that runs a script outside of packages',
    { parent: node({ script: '/home/ann/agent.mjs' }) },
    // Not the pattern of an executable at that path.
    ['program', 'agent.mjs', '/home/ann/agent.mjs', ''],
  ],
  ['an interpreter whose code cannot be told', { parent: node('unreadable') }, ['program', 'node']],
];

describe('the caller', () => {
  it.each([
    ['/home/ann/.local/share/claude/versions/2.1.332', 'Claude Code', false],
    ['/usr/share/code/code', 'VS Code, any of its extensions', false],
    ['/home/ann/.nvm/versions/node/v20.1.0/lib/node_modules/opencode-ai/bin/opencode', 'opencode', false],
    ['/usr/lib/node_modules/opencode-ai/bin/opencode.exe', 'opencode', false],
    ['/tmp/claude', 'claude', true],
    ['/home/ann/project/code', 'code', true],
    ['/tmp/usr/share/code/code', 'code', true],
    ['/tmp/home/ann/.local/bin/zed', 'zed', true],
    ['/home/ann/bin/tool', 'tool', false],
  ])('at %s is %s, as a claim: %s', (path, name, isClaim) => {
    expect(decideCaller({ ...usual, parent: candidate(path) })).toMatchObject({ kind: 'program', name, isClaim });
  });

  it('is a claim where an interpreter runs a script', () => {
    const parent = node({ script: '/home/ann/agent.mjs' });
    expect(decideCaller({ ...usual, parent })).toMatchObject({ kind: 'program', isClaim: true });
  });

  it('is a claim where a program connected without the connector and did not sign its socket', () => {
    const caller = decideCaller({ ...usual, peer: codex, isConnector: false, isSigned: false });
    expect(caller).toEqual({
      kind: 'program',
      name: 'Codex',
      isClaim: true,
      path: codexPath,
      viaShell: false,
      ancestors: ['zsh', 'Ghostty'],
    });
  });

  it.each(cases)('of %s', (_, facts, [kind, name, family, package_]) => {
    const caller = decideCaller({ ...usual, ...facts });
    expect([caller.kind, caller.name, caller.pattern?.family, caller.pattern?.package]).toEqual([
      kind,
      name,
      family,
      package_,
    ]);
  });

  const typed = (arguments_: string[], ancestors: string[], more: Partial<CallerFacts> = {}) =>
    decideCaller({ ...usual, parent: { ...shell(...arguments_), ancestors, holdsStreams: false }, ...more }).typedIn;

  it.each([
    [[], ['ghostty', 'systemd'], 'Ghostty'],
    [['-l'], ['gnome-terminal-server'], 'GNOME Terminal'],
    [['--rcfile', '/etc/rc'], ['bash', 'zsh', 'tmux'], 'tmux'],
  ])('of a shell with the options %j below %j is you, in %s', (options, ancestors, terminal) => {
    expect(typed(options, ancestors)).toBe(terminal);
  });

  it.each([
    ['a script', ['script.sh'], ['ghostty'], {}],
    ['a list of commands', ['-c', 'a; keyfob list'], ['ghostty'], {}],
    ['commands from standard input, of an agent', ['-s'], ['Claude Code', 'zsh', 'ghostty'], {}],
    ['the terminal of an editor, whose extensions type there too', [], ['VS Code, any of its extensions'], {}],
    ['a socket that the connector did not make', [], ['ghostty'], { isSigned: false }],
  ])('of %s is not you', (_what, options, ancestors, more) => {
    expect(typed(options, ancestors, more)).toBeUndefined();
  });

  it('of a command that was typed can be allowed once only', () => {
    const caller = decideCaller({ ...usual, parent: { ...shell(), ancestors: ['ghostty'] } });
    expect(caller).toMatchObject({ kind: 'script', name: 'zsh', typedIn: 'Ghostty' });
    expect(caller.pattern).toBeUndefined();
  });

  it.each([[[]], [['Claude Code']], [['Codex', 'zsh', 'Ghostty']]])(
    'is not decided by the processes above: %j',
    (ancestors) => {
      const caller = decideCaller({ ...usual, parent: { ...codex, ancestors } });
      expect(caller).toMatchObject({
        kind: 'program',
        name: 'Codex',
        pattern: { family: '/opt/codex-*/codex' },
        ancestors,
      });
    },
  );
});
