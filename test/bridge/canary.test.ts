import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { secretsInFiles } from '../end-to-end/what-is-stored.ts';
import { serverName } from '../support/bridge.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { serveAgents } from '../support/serve-agents.ts';
import { Agent } from './connector/agent.ts';

const initialize =
  '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},' +
  '"clientInfo":{"name":"agent","version":"1"}}}';
const call = (id: number, name = 'whoami') =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${name}","arguments":{}}}`;

/** Keeps a copy of all bytes between connectors and the app. */
async function tap(socket: string, folder: string): Promise<{ path: string; bytes: () => Buffer }> {
  const path = join(folder, 'tap.sock');
  const pieces: Buffer[] = [];
  const server = createServer((agent) => {
    const app = connect(socket);
    for (const [from, to] of [
      [agent, app],
      [app, agent],
    ] as const)
      from
        .on('data', (piece: Buffer) => pieces.push(piece))
        .on('error', () => to.destroy())
        .pipe(to);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return { path, bytes: () => Buffer.concat(pieces) };
}

it('no token, code or secret is in a byte of the socket, of what the connector prints, or of its home', async () => {
  // A server that quotes the token in what it says of an error of its own.
  let isBroken = false;
  const { authorization, server, kit, id } = await startRealParts({
    mcp: {
      protocol: '2025-11-25',
      between: (answer) => (request, response) => {
        if (!isBroken) return answer(request, response);
        const { authorization: token = '' } = request.headers;
        const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message: `Bad ${token}` } });
        response.writeHead(500, { 'content-type': 'application/json', 'x-token': token }).end(body);
      },
    },
  });
  await kit.signIn(id);
  kit.store.servers.rename(kit.session.workspaceId, id, serverName);
  const { home, stop } = await serveAgents(kit, { userHome: temporaryFolder() });
  onTestFinished(stop);
  const heard = temporaryFolder();
  const { path, bytes } = await tap(home.socket, heard);
  const agent = new Agent(home, { argv: ['mcp', serverName], env: { KEYFOB_SOCKET: path } });
  await agent.ask(initialize);
  agent.say('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  const answers = [await agent.ask(call(1))];
  authorization.expireTokens();
  answers.push(await agent.ask(call(2)));
  isBroken = true;
  answers.push(await agent.ask(call(3)));
  isBroken = false;
  authorization.revokeAll();
  answers.push(await agent.ask(call(4)));
  agent.input.end();
  await agent.closed;
  expect(answers.map((answer) => answer['id'])).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify(answers[1])).toContain('ann@example.com');
  expect(authorization.count('token', 'refresh_token')).toBeGreaterThan(0);

  mkdirSync(join(heard, 'kept'));
  writeFileSync(join(heard, 'kept', 'socket'), bytes());
  writeFileSync(join(heard, 'kept', 'stdout'), JSON.stringify(answers));
  writeFileSync(join(heard, 'kept', 'stderr'), (await agent.errors.all()).join('\n'));
  expect(bytes().includes('ann@example.com')).toBe(true);
  const secrets = authorization.secrets.map(({ value }) => value);
  expect(await secretsInFiles(join(heard, 'kept'), secrets)).toEqual([]);
  expect(await secretsInFiles(home.folder, secrets)).toEqual([]);
  expect(server.calls.length).toBeGreaterThan(0);
});
