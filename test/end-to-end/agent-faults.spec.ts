import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { startMcpServer } from '../fixtures/mcp-server.ts';
import type { Between } from '../fixtures/loopback.ts';
import { mainProcessIn } from '../support/main-process.ts';
import { addServer } from '../with-keyfob/add-server.ts';
import { pressAlways } from '../with-keyfob/allow.ts';
import { AgentProgram, connectorOf, untilListening } from './agent-program.ts';
import type { Desktop, RunningApp } from './desktop.ts';
import { makeNextBuild, nextVersion } from './next-build.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';
import { until } from './until.ts';

const connections = 10;
const clientInfo = { name: 'agent', version: '1' };
const initialize = { method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } };
const toolCall = (name: string, input: object = {}) => ({ method: 'tools/call', params: { name, arguments: input } });
const convert = toolCall('convert_units', { value: 1, from: 'metres', to: 'feet' });
const endless = toolCall('slow', { steps: 1, stepMilliseconds: 600_000 });

const runningMain = ({ home }: Desktop) => mainProcessIn(join(home, '.config'));

/** A process that has ended may wait for its parent to notice. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const report = (metric: string, from: number) =>
  console.log(JSON.stringify({ metric, unit: 'ms', keyfob: Math.round(performance.now() - from) }));

for (const [how, end] of [
  ['is killed', ({ application }: RunningApp) => application.process().kill('SIGKILL')],
  ['is updated', (app: RunningApp) => void app.quit()],
] as const)
  test(`ten agents whose Keyfob ${how} keep connectors, get errors for open calls, and are served again`, async ({
    desktop,
    closing,
  }) => {
    const callers: (string | undefined)[] = [];
    const between: Between = (answer) => (request, response) => {
      callers.push(request.headers['user-agent']);
      answer(request, response);
    };
    const server = closing(await startMcpServer({ protocol: '2025-11-25', testTools: true, between }));
    const next = how === 'is updated' ? await makeNextBuild(join(desktop.home, '..', 'next-build')) : undefined;
    const app = await desktop.launch();
    await ready(app.window);
    await addServer(app.window, { name: 'Acme', url: server.url }, '');
    await untilListening(desktop);
    pressAlways(app.application);
    const agents = Array.from({ length: connections }, () => new AgentProgram(desktop, ['mcp', 'acme']));
    closing({ close: async () => agents.forEach((agent) => agent.end()) });
    for (const agent of agents) {
      agent.send({ id: 1, ...initialize });
      agent.send({ method: 'notifications/initialized' });
      agent.send({ id: 2, ...convert });
    }
    for (const agent of agents) expect(await agent.answerTo(2)).toMatchObject({ result: { content: [{}] } });
    for (const agent of agents) agent.send({ id: 3, ...endless });
    const made = (tool: string) => server.calls.filter((call) => call.tool === tool).length;
    await until(() => made('slow') === connections, 'the calls at the server');

    const ended = performance.now();
    end(app);
    for (const agent of agents) expect(await agent.answerTo(3)).toMatchObject({ error: { code: -31_001 } });
    report(`errors of ${connections} open calls, after Keyfob ${how}`, ended);
    // Nothing waits, so nothing has started it again.
    await until(() => runningMain(desktop) === undefined, 'Keyfob to end');
    expect(agents.map(({ child }) => child.exitCode ?? child.signalCode)).toEqual(agents.map(() => null));

    const asked = performance.now();
    const updated = next === undefined ? undefined : await desktop.launch({ build: next });
    // What the first Keyfob sent at its end has arrived by now.
    expect(callers.splice(0)).toContain(`Keyfob/${packageJson.version}`);
    for (const agent of agents) agent.send({ id: 4, ...convert });
    for (const agent of agents) expect(await agent.answerTo(4)).toMatchObject({ result: { content: [{}] } });
    report(`the next calls of all, after Keyfob ${how}`, asked);
    expect([made('slow'), made('convert_units')]).toEqual([connections, 2 * connections]);
    if (!updated) return desktop.endAppStartedByLink();
    // The connectors of before speak with the app of now.
    expect(new Set(callers)).toEqual(new Set([`Keyfob/${nextVersion}`]));
    expect(await updated.application.evaluate(({ app: running }) => running.getVersion())).toBe(nextVersion);
    const { stdout: installed } = await promisify(execFile)(connectorOf(desktop), ['--version']);
    expect(installed).toContain(`keyfob ${nextVersion}`);
    const running = agents.map(({ child }) => statSync(`/proc/${child.pid}/exe`).ino);
    const earlier = statSync(join(dirname(connectorOf(desktop)), '.earlier-keyfob')).ino;
    expect(new Set(running)).toEqual(new Set([earlier]));
  });

/** An agent in a process of its own, so that it can be killed: it passes its connector's messages on. */
async function separateAgent(desktop: Desktop, server: string) {
  const script = `
    const { spawn } = require('node:child_process');
    const stdio = ['pipe', 'pipe', 'ignore'];
    const child = spawn(process.argv[1], ['mcp', process.argv[2]], { stdio, env: {} });
    console.log(child.pid);
    process.stdin.pipe(child.stdin);
    child.stdout.pipe(process.stdout);`;
  const child = spawn(process.execPath, ['-e', script, connectorOf(desktop), server], {
    detached: true,
    cwd: desktop.home,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return { child, connector: Number(await next()), next, send };
}

test('an agent that is killed with all its processes after it started Keyfob leaves Keyfob running', async ({
  desktop,
}) => {
  const first = await desktop.launch();
  await ready(first.window);
  await untilListening(desktop);
  await first.quit();
  const agent = await separateAgent(desktop, 'unknown');
  agent.send({ id: 1, ...initialize });
  expect(await agent.next()).toContain('Keyfob has no server called “unknown”.');
  const main = runningMain(desktop);
  process.kill(-(agent.child.pid ?? 0), 'SIGKILL');
  await once(agent.child, 'exit');
  await until(() => !isRunning(agent.connector), 'the connector to end');
  const status = new AgentProgram(desktop, ['status']);
  await once(status.child, 'close');
  expect([status.child.exitCode, runningMain(desktop)]).toEqual([0, main]);
  await desktop.endAppStartedByLink();
});

test('an agent that is killed takes its connector with it, and its session ends at the server', async ({
  desktop,
  closing,
}) => {
  const methods: (string | undefined)[] = [];
  const between: Between = (answer) => (request, response) => {
    methods.push(request.method);
    answer(request, response);
  };
  const server = closing(await startMcpServer({ protocol: '2025-11-25', testTools: true, between }));
  const { application, window } = await desktop.launch();
  await ready(window);
  await addServer(window, { name: 'Acme', url: server.url }, '');
  await untilListening(desktop);
  pressAlways(application);
  const agent = await separateAgent(desktop, 'acme');
  agent.send({ id: 1, ...initialize });
  agent.send({ method: 'notifications/initialized' });
  await agent.next();
  agent.send({ id: 2, ...convert });
  let answer = '';
  while (!answer.includes('"id":2')) answer = await agent.next();
  expect(JSON.parse(answer)).toMatchObject({ result: { content: [{}] } });
  // The probe has a session too, which has ended.
  methods.length = 0;

  const killed = performance.now();
  agent.child.kill('SIGKILL');
  await until(() => !isRunning(agent.connector), 'the connector to end');
  report('a connector ends after its agent was killed', killed);
  await until(() => methods.includes('DELETE'), 'the session to end at the server');
});
