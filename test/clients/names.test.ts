import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { installTestClients } from '../../scripts/test-clients/install.mjs';
import { startApp } from '../bridge/listener/bridge-app.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { programOf } from './through-keyfob.ts';

// Which program the user is asked about, with the real clients. The bridge asks two seconds after the handshake.

async function start() {
  await installTestClients();
  const server = await startMcpServer({ testTools: true });
  onTestFinished(() => server.close());
  const app = await startApp(null);
  const { id, workspaceId } = app.addServer('Notes', server.url);
  app.kit.store.servers.setRequiresSignIn(workspaceId, id, false);
  const folder = temporaryFolder();
  const { connector } = app.home;
  /** A program in a home of its own, until the test ends: with all that it starts. */
  const run = (program: string, args: readonly string[]): ChildProcess => {
    const env = { PATH: process.env['PATH'], HOME: folder };
    const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore', detached: true });
    onTestFinished(async () => {
      const ended = child.exitCode === null && child.signalCode === null && once(child, 'exit');
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has ended.
      }
      await ended;
    });
    return child;
  };
  const asked = async () => {
    const { questions } = app.bridge.permissions;
    await expect.poll(() => questions.list.length).toBeGreaterThan(0);
    return app.bridge.questions()[0];
  };
  return { folder, connector, run, asked };
}

/** Starts each with this command as its server. */
const clients = {
  mcpc({ run, folder }, command, args) {
    const mcpc = programOf('@apify/mcpc', 'bin/mcpc');
    const config = join(folder, 'mcp.json');
    writeFileSync(config, JSON.stringify({ mcpServers: { notes: { command, args } } }));
    // Its own process in the background would outlive the test.
    onTestFinished(() => once(run(process.execPath, [mcpc, 'close', '@n']), 'exit').then(() => undefined));
    run(process.execPath, [mcpc, '--json', 'connect', `${config}:notes`, '@n']);
  },
  'MCP Inspector'({ run }, command, args) {
    const inspector = programOf('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js');
    run(process.execPath, [inspector, '--cli', command, ...args, '--method', 'tools/list']);
  },
} satisfies Record<string, (started: Awaited<ReturnType<typeof start>>, command: string, args: string[]) => void>;
const names = Object.keys(clients) as (keyof typeof clients)[];

it.each(names)('%s is asked about by its name, and a permission for it can be kept', async (name) => {
  const started = await start();
  clients[name](started, started.connector, ['mcp', 'notes']);
  expect(await started.asked()).toMatchObject({ program: name, kind: 'claim', canBeKept: true });
});

it.each(names)('a script that %s starts in place of the connector is not that client', async (name) => {
  const started = await start();
  const script = join(started.folder, 'in-between');
  writeFileSync(script, `#!/bin/sh\n'${started.connector}' mcp notes\nexit 0\n`);
  chmodSync(script, 0o755);
  clients[name](started, script, []);
  const question = await started.asked();
  expect(question).toMatchObject({ kind: 'script', canBeKept: false });
  expect(question).not.toMatchObject({ program: name });
});
