import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Services } from '../../src-main/ipc/area.ts';
import type { AgentCheck, AgentReport, ToolScope, WiringPlace } from '../../src-preload/contract.ts';
import { compiledConnector } from '../../scripts/setup/connector.mjs';
import { startApp } from '../bridge/listener/bridge-app.ts';
import { answeringWith } from '../support/answering.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

const wired: WiringPlace = {
  program: 'cursor',
  name: 'Cursor',
  path: '/home/ann/.cursor/mcp.json',
  isInstalled: true,
  state: 'wired',
  entry: 'linear',
  isUndoable: true,
  problem: null,
};

/** A running bridge, and what the doctor finds about Cursor and a server; it answers with the named check. */
async function start(place: Partial<WiringPlace> = {}) {
  const app = await startApp();
  const { kit, home, bridge } = app;
  const own = await compiledConnector();
  const server = app.addServer('Linear');
  const places: { now: WiringPlace[] } = { now: [{ ...wired, ...place }] };
  const agents: Partial<Services['agents']> = {
    problem: () => bridge.problem(),
    repair: () => bridge.repair(),
    connector: () => home.connector,
    ownConnector: () => own,
    socket: () => home.socket,
    isPaused: () => bridge.permissions.isPaused(),
    untilLock: () => bridge.permissions.grants.untilLock.list(),
  };
  const services = servicesOf(kit);
  const wiring = { ...services.wiring, places: async () => places.now };
  const ask = answeringWith({ ...services, wiring, agents: { ...services.agents, ...agents } });
  const examine = async () => {
    const { answer } = await ask(kit.session, 'doctor:agent', { program: 'cursor', serverId: server.id });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value as AgentReport;
  };
  const check = async (name: AgentCheck['name']) => {
    const { checks } = await examine();
    return checks.find((one) => one.name === name);
  };
  return { ...app, server, agents, places, ask, examine, check };
}

const findings = ({ checks }: AgentReport) => checks.map(({ finding }) => finding);

it('the doctor for agents runs the connector, says hello at the socket, and reads what is decided and signed in', async () => {
  const { examine, server } = await start();
  const report = await examine();
  expect([report.program, report.name, report.serverId]).toEqual(['cursor', 'Cursor', server.id]);
  expect(findings(report)).toEqual([
    'entry_there',
    'connector_starts',
    'socket_answers',
    'allowed_at_first_start',
    'signed_out',
    'never_called',
  ]);
});

it('the doctor for agents refuses a server of another workspace', async () => {
  const { ask, kit } = await start();
  const { answer } = await ask(kit.session, 'doctor:agent', { program: 'cursor', serverId: 'none' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'server_not_found' } });
});

it('a list of programs that cannot be read leaves the other checks', async () => {
  const { examine, places } = await start();
  places.now = [];
  expect(findings(await examine()).slice(0, 3)).toEqual(['not_read', 'connector_starts', 'socket_answers']);
});

it('a connector that is gone is missing', async () => {
  const { check, home } = await start();
  rmSync(home.connector);
  expect(await check('connector')).toMatchObject({ state: 'bad', finding: 'connector_missing' });
});

it('a connector that may not be executed does not start', async () => {
  const { check, home } = await start();
  chmodSync(home.connector, 0o600);
  expect(await check('connector')).toMatchObject({ state: 'bad', finding: 'connector_fails' });
});

it('a file in place of the connector is not started', async () => {
  const { check, home } = await start();
  const mark = join(temporaryFolder(), 'mark');
  rmSync(home.connector);
  writeFileSync(home.connector, `#!/bin/sh\ntouch ${mark}\necho 'keyfob 0.1.0, protocol 1'\n`, { mode: 0o755 });
  expect(await check('connector')).toMatchObject({ state: 'bad', finding: 'connector_strange' });
  expect(existsSync(mark)).toBe(false);
});

it('a socket that was deleted is silent', async () => {
  const { check, home } = await start();
  rmSync(home.socket);
  expect(await check('socket')).toMatchObject({ state: 'bad', finding: 'socket_silent' });
});

it('a program that does not speak as Keyfob does has taken the socket', async () => {
  const { check, home } = await start();
  rmSync(home.socket);
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(home.socket);
  onTestFinished(() => void other.close());
  expect(await check('socket')).toMatchObject({ state: 'bad', finding: 'socket_taken' });
});

it('a permission of a program counts for the name that its process has', async () => {
  const { check, kit, server } = await start({ state: 'absent', entry: null });
  const { store } = kit;
  expect(await check('permission')).toMatchObject({ state: 'unknown', finding: 'asked_at_next_call' });
  const seen = { name: 'Cursor, any of its extensions', path: '/opt/cursor', pattern: '["/opt/cursor",null,false]' };
  const programId = store.programs.see(seen, 1);
  const { profileId } = kit.slot(server.id);
  const allTools: ToolScope = { rule: 'all', allowed: [] };
  const grant = { programId, serverId: server.id, profileId, tools: allTools, grantedBy: null };
  store.programGrants.save({ ...grant, answer: 'never', now: 2 });
  expect(await check('permission')).toMatchObject({
    state: 'bad',
    finding: 'refused',
    remedy: { kind: 'ask_again', programId, profileId },
  });
  store.programGrants.save({ ...grant, answer: 'always', now: 3 });
  expect(await check('permission')).toMatchObject({ state: 'good', finding: 'allowed' });
});

it('a permission until the lock counts, also for a program that was refused for good, and ends with the lock', async () => {
  const { check, kit, server, bridge } = await start({ state: 'absent', entry: null });
  const { store } = kit;
  const seen = { name: 'Cursor, any of its extensions', path: '/opt/cursor', pattern: '["/opt/cursor",null,false]' };
  const programId = store.programs.see(seen, 1);
  const slot = kit.slot(server.id);
  const tools: ToolScope = { rule: 'all', allowed: [] };
  const { serverId, profileId } = slot;
  store.programGrants.save({ programId, serverId, profileId, tools, grantedBy: null, answer: 'never', now: 2 });
  const given = { programId, pattern: seen.pattern, tools, decidedAt: 3, lastUsed: null };
  bridge.permissions.grants.untilLock.give({ ...given, slot });
  expect(await check('permission')).toMatchObject({ state: 'good', finding: 'allowed_until_lock', remedy: null });
  bridge.permissions.endUntilLock();
  expect(await check('permission')).toMatchObject({ state: 'bad', finding: 'refused' });
});

it('the last call is the newest of the program at this server', async () => {
  const { check, kit, server, addServer } = await start();
  const call = {
    milliseconds: 1,
    bytes: 1,
    serverId: server.id,
    program: 'Cursor, any of its extensions',
    pattern: '',
  };
  const { agentCalls } = kit.store;
  agentCalls.record({ ...call, tool: 'list_issues', outcome: 'done', startedAt: 1 });
  agentCalls.record({ ...call, tool: 'save_issue', outcome: 'failed', startedAt: 2 });
  agentCalls.record({ ...call, tool: 'search', outcome: 'done', startedAt: 3, program: 'Codex' });
  agentCalls.record({ ...call, tool: 'search', outcome: 'done', startedAt: 4, serverId: addServer('Other').id });
  expect(await check('last_call')).toEqual({
    name: 'last_call',
    state: 'bad',
    finding: 'call_failed',
    values: { tool: 'save_issue' },
    at: 2,
    remedy: { kind: 'try_tool', tool: 'save_issue' },
  });
});

it('a repair puts the connector back and listens again, and keeps a socket that answers', async () => {
  const { check, examine, ask, kit, home } = await start();
  const repair = () => ask(kit.session, 'doctor:repair', undefined);
  rmSync(home.connector);
  const { ino } = statSync(home.socket);
  expect((await repair()).answer).toEqual({ ok: true, value: null });
  expect(statSync(home.socket).ino).toBe(ino);
  rmSync(home.socket);
  expect(await check('socket')).toMatchObject({ finding: 'socket_silent' });
  await repair();
  expect(findings(await examine()).slice(1, 3)).toEqual(['connector_starts', 'socket_answers']);
});
