import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { AgentConnection } from '../../../src-main/bridge/agent-connection.ts';
import type { Managed } from '../../../src-main/base/managed.ts';
import type { Serve } from '../../../src-main/bridge/admit.ts';
import type { Attention } from '../../../src-main/bridge/attention.ts';
import type { CommandDesktop } from '../../../src-main/bridge/commands/command.ts';
import { bridgeHome } from '../../../src-main/bridge/home/bridge-home.ts';
import type { Target } from '../../../src-main/bridge/listener/choose-target.ts';
import { startBridge } from '../../../src-main/bridge/start-bridge.ts';
import en from '../../../src-main/shell/locales/en.json' with { type: 'json' };
import { compiledConnector } from '../../../scripts/setup/connector.mjs';
import { commandDesktop } from '../../support/command-desktop.ts';
import { startKeyfob, temporaryFolder } from '../../support/keyfob.ts';
import { Lines } from '../connector/lines.ts';

/** An open Keyfob with a display; a test that needs more of it says so. */
const attention: Attention = {
  hasDisplay: () => true,
  isLocked: () => false,
  unlocked: () => Promise.resolve(),
  signIn: () => undefined,
};

export interface Served {
  connection: AgentConnection;
  target: Target;
}

/**
 * The engine with its real socket, store and connector, in a home of its own. A test serves the connections; null: the
 * bridge itself does.
 */
export async function startApp(
  serve: Serve | null = async ({ lines }) => void (await collect(lines)),
  {
    onQuestions = () => undefined,
    managed = null,
    ...desktop
  }: Partial<CommandDesktop & Attention> & { onQuestions?: () => void; managed?: Managed } = {},
) {
  const kit = await startKeyfob({ managed });
  const userHome = temporaryFolder();
  const home = bridgeHome(userHome, true);
  const arrived: Served[] = [];
  const waiting: ((served: Served) => void)[] = [];
  const bridge = await startBridge({
    context: kit.context,
    subscribe: kit.subscribe,
    attention: { ...attention, ...desktop },
    words: () => en.agents,
    agentWords: () => en.forAgents,
    commands: { ...commandDesktop, ...desktop },
    onQuestions,
    ...(serve && {
      serve(connection, target) {
        const tell = waiting.shift();
        if (tell) tell({ connection, target });
        else arrived.push({ connection, target });
        return serve(connection, target);
      },
    }),
    start: {
      userHome,
      dataFolder: kit.folder,
      isPackaged: true,
      connector: await compiledConnector(),
      command: ['/opt/Keyfob/keyfob-app'],
      argv: ['/opt/Keyfob/keyfob-app'],
      env: { DISPLAY: ':0' },
    },
  });
  onTestFinished(() => bridge.stop());
  const addServer = (name: string, url = `https://${name.toLowerCase().replaceAll(/\W/g, '')}.example/mcp`) =>
    kit.store.servers.insert({ workspaceId: kit.session.workspaceId, name, url, now: 1 });
  const next = (): Promise<Served> => {
    const first = arrived.shift();
    return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
  };
  return { kit, home, bridge, addServer, next };
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** Answers each request with its own params. */
export const echo: Serve = async ({ lines, write }) => {
  for await (const line of lines) {
    const { id, params } = JSON.parse(line) as { id: unknown; params: unknown };
    await write(JSON.stringify({ jsonrpc: '2.0', id, result: params }));
  }
};

/** A program that connects without the connector. */
export async function connectDirectly(path: string): Promise<{ socket: Socket; lines: Lines }> {
  const socket = connect(path);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket: socket.on('error', () => undefined), lines: new Lines(socket) };
}

export const hello = (argv: string[], more: object = {}) => `${JSON.stringify({ keyfob: 1, argv, ...more })}\n`;
