import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandWiring } from '../../../src-main/bridge/commands/command.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { requireTokens } from '../../../src-main/connections/tokens/stored-tokens.ts';
import type { WiringPlace, WiringPreview } from '../../../src-preload/contract/wiring.ts';
import { startAuthorizationServer } from '../../fixtures/authorization-server.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { answerPages } from '../../fixtures/person.ts';
import { Agent } from '../connector/agent.ts';
import { askingApp } from './asking-app.ts';
import { run } from './run.ts';

const refused = {
  lines: [],
  errors: ['keyfob: This was not allowed in Keyfob’s window, and nothing was done.'],
  code: 5,
};

it('a command that changes something is asked about as it was written, once for each time', async () => {
  const { home, asked } = await askingApp();
  await run(home, ['add', 'https://a.example/mcp', '--name', 'A b']);
  await run(home, ['sign-out', 'a-b']);
  expect(asked).toMatchObject([
    {
      about: 'command',
      kind: 'claim',
      program: 'vitest',
      command: "add https://a.example/mcp --name 'A b'",
      does: 'adds a server',
    },
    { about: 'command', command: 'sign-out a-b', does: 'signs out of a server' },
  ]);
});

it.each([
  ['add', 'https://b.example/mcp'],
  ['sign-in', 'linear'],
  ['sign-out', 'linear'],
  ['export'],
  ['programs'],
  ['wire', 'cursor', 'linear', '--yes'],
  ['unwire', 'cursor', 'linear', '--yes'],
  ['doctor', 'https://b.example/mcp'],
])('the command %s %s that is refused ends with 5, and nothing is done', async (...argv) => {
  const { home, addServer, kit } = await askingApp('not_now');
  addServer('Linear');
  expect(await run(home, argv)).toEqual(refused);
  expect(kit.store.servers.list(kit.session.workspaceId)).toHaveLength(1);
  expect(kit.opened).toEqual([]);
});

it('the command add adds a server under a name of its own, and says what is there already', async () => {
  const { home } = await askingApp();
  expect(await run(home, ['add', 'https://a.example/mcp'])).toEqual({
    lines: ['Added A as “a”. “keyfob sign-in a” signs in.'],
    errors: [],
    code: 0,
  });
  expect(await run(home, ['add', 'https://a.example/mcp'])).toEqual({
    lines: [],
    errors: ['keyfob: A has this address already.'],
    code: 1,
  });
  expect((await run(home, ['add', 'ftp://a.example'])).code).toBe(1);
});

it('the command export prints the servers without a secret', async () => {
  const { home, addServer } = await askingApp();
  addServer('Linear');
  const { lines, code } = await run(home, ['export']);
  expect([JSON.parse(lines.join('\n')), code]).toMatchObject([
    { servers: [{ name: 'Linear', url: 'https://linear.example/mcp' }] },
    0,
  ]);
});

describe('the command sign-in', () => {
  it('opens the browser, waits for the end, and prints no token; sign-out ends it', async () => {
    const authorization = await startAuthorizationServer();
    const server = await startMcpServer({ authorization, testTools: true });
    onTestFinished(async () => {
      await server.close();
      await authorization.close();
    });
    const { home, kit, addServer } = await askingApp();
    const { id } = addServer('Real', server.url);
    const agent = new Agent(home, { argv: ['sign-in', 'real'] });
    expect(await agent.errors.next()).toBe(
      'The sign-in to Real is open in your browser. Keyfob waits for it; Ctrl+C stops waiting.',
    );
    await kit.bringBack(await answerPages(kit.opened.at(-1)?.href ?? ''));
    expect([await agent.lines.all(), await agent.closed]).toEqual([['You are signed in to Real.'], 0]);
    const all = await Promise.all(
      [['status', '--json'], ['tools', 'real', '--json'], ['call', 'real', 'whoami', '--json'], ['export']].map(
        (argv) => run(home, argv),
      ),
    );
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const tokens = Object.values(requireTokens(kit.context, kit.slot(id))).filter((value) => value instanceof Secret);
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) expect(JSON.stringify(all)).not.toContain(token.reveal());
    expect(await run(home, ['sign-out', 'real'])).toEqual({
      lines: ['You are signed out of Real.'],
      errors: [],
      code: 0,
    });
    expect((await run(home, ['call', 'real', 'whoami'])).code).toBe(3);
  });

  it('to a server that needs none says so', async () => {
    const server = await startMcpServer();
    onTestFinished(() => server.close());
    const { home, addServer } = await askingApp();
    addServer('Open', server.url);
    expect(await run(home, ['sign-in', 'open'])).toEqual({ lines: ['Open needs no sign-in.'], errors: [], code: 0 });
  });
});

describe('the command doctor', () => {
  it('prints what was asked and what a sign-in would do, as lines of JSON too', async () => {
    const server = await startMcpServer();
    onTestFinished(() => server.close());
    const { home, kit } = await askingApp();
    const plain = await run(home, ['doctor', server.url]);
    expect([plain.lines.at(-1), plain.code]).toEqual([`${server.url} answers, and needs no sign-in.`, 0]);
    const { lines, code } = await run(home, ['doctor', server.url, '--json']);
    const steps = lines.map((line) => JSON.parse(line) as { step: string; ok: boolean });
    expect(steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['probe', true],
      ['result', true],
    ]);
    expect(code).toBe(0);
    expect(kit.store.servers.list(kit.session.workspaceId)).toEqual([]);
  });

  it('of an address that is none ends with 1', async () => {
    const { home } = await askingApp();
    const { lines, code } = await run(home, ['doctor', 'ftp://a.example', '--json']);
    expect([lines.map((line) => JSON.parse(line) as unknown), code]).toMatchObject([
      [{ step: 'result', ok: false, error: { code: expect.any(String) as string } }],
      1,
    ]);
  });
});

describe('the commands about other programs', () => {
  const place: WiringPlace = {
    program: 'cursor',
    name: 'Cursor',
    path: '/home/ann/.cursor/mcp.json',
    isInstalled: true,
    state: 'absent',
    entry: null,
    isUndoable: false,
    problem: null,
  };
  const preview: WiringPreview = {
    id: 'one',
    program: 'cursor',
    name: 'Cursor',
    path: '/home/ann/.cursor/mcp.json',
    realPath: '/home/ann/.cursor/mcp.json',
    isRemoval: false,
    before: '{\n}\n',
    after: '{\n  "linear": {}\n}\n',
    entry: 'linear',
    replaced: null,
    warnings: [{ kind: 'long', tool: 'create_issue' }],
    command: null,
    copy: '/home/ann/.cursor/mcp.json.copy',
    needsRestart: true,
    startsAtLogin: false,
  };

  /** Stands for the wiring, which has tests of its own; notes what is applied. */
  function wiring(state: WiringPlace['state'] = 'absent') {
    const applied: string[] = [];
    const parts: CommandWiring = {
      places: async () => [
        { ...place, state },
        { ...place, program: 'zed', name: 'Zed', isInstalled: false, path: null },
      ],
      preview: async (_session, { isRemoval = false }) => ({ ...preview, isRemoval }),
      apply: async (_session, id) => void applied.push(id),
    };
    return { applied, parts };
  }

  it('programs lists which of them use which servers', async () => {
    const { home, addServer } = await askingApp('once', { wiring: wiring('wired').parts });
    addServer('Linear');
    addServer('A');
    expect(await run(home, ['programs'])).toEqual({
      lines: ['cursor  Cursor: uses a, linear through Keyfob', 'zed     Zed: not on this computer'],
      errors: [],
      code: 0,
    });
    const { lines } = await run(home, ['programs', 'linear', '--json']);
    expect(JSON.parse(lines.join('\n'))).toEqual({
      programs: [
        {
          program: 'cursor',
          name: 'Cursor',
          isInstalled: true,
          servers: [{ server: 'linear', state: 'wired', entry: null, path: '/home/ann/.cursor/mcp.json' }],
        },
        {
          program: 'zed',
          name: 'Zed',
          isInstalled: false,
          servers: [{ server: 'linear', state: 'absent', entry: null, path: null }],
        },
      ],
    });
  });

  it('wire without a terminal and without --yes ends with 2, asks nothing and changes nothing', async () => {
    const { applied, parts } = wiring();
    const { home, addServer, asked } = await askingApp('once', { wiring: parts });
    addServer('Linear');
    const { errors, code } = await run(home, ['wire', 'cursor', 'linear']);
    expect([errors, code, applied, asked]).toEqual([
      [
        'keyfob: This changes a file of another program. Nothing was changed, because there is no terminal to ask in; --yes changes it without asking.',
      ],
      2,
      [],
      [],
    ]);
  });

  it('wire --yes changes the file, and says what the program does with the name', async () => {
    const { applied, parts } = wiring();
    const { home, addServer } = await askingApp('once', { wiring: parts });
    addServer('Linear');
    expect(await run(home, ['wire', 'cursor', 'linear', '--yes'])).toEqual({
      lines: ['Cursor uses Linear through Keyfob now.', 'Start Cursor again, so that it reads this.'],
      errors: [
        'Cursor shortens the names of tools such as create_issue, because linear is long; --name chooses a shorter one.',
      ],
      code: 0,
    });
    expect(applied).toEqual(['one']);
    const { lines } = await run(home, ['wire', 'cursor', 'linear', '--yes', '--json']);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ changed: true, entry: 'linear', needsRestart: true });
  });

  it('wire and unwire of what is so already change nothing', async () => {
    const wired = wiring('wired');
    const { home, addServer } = await askingApp('once', { wiring: wired.parts });
    addServer('Linear');
    expect((await run(home, ['wire', 'cursor', 'linear', '--yes'])).lines).toEqual([
      'Cursor uses Linear through Keyfob already.',
    ]);
    expect(wired.applied).toEqual([]);
    expect((await run(home, ['unwire', 'cursor', 'linear', '--yes'])).lines).toEqual([
      'Cursor uses Linear through Keyfob no longer.',
      'Start Cursor again, so that it reads this.',
    ]);
    expect(wired.applied).toEqual(['one']);
  });

  it('wire of a program that Keyfob does not know ends with 2', async () => {
    const { home, addServer } = await askingApp();
    addServer('Linear');
    expect(await run(home, ['wire', 'emacs', 'linear', '--yes'])).toEqual({
      lines: [],
      errors: ['keyfob: Keyfob does not know the program “emacs”. “keyfob programs” lists those that it knows.'],
      code: 2,
    });
  });
});
