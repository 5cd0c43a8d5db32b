import type { Access } from '../../src-main/bridge/access/access.ts';
import type { AgentConnection } from '../../src-main/bridge/agent-connection.ts';
import type { Attention } from '../../src-main/bridge/attention.ts';
import { bridgeHome, type BridgeHome } from '../../src-main/bridge/home/bridge-home.ts';
import { ListCache } from '../../src-main/bridge/lists/list-cache.ts';
import type { BridgeParts, PumpSettings } from '../../src-main/bridge/pump/bridge-parts.ts';
import { CallPace } from '../../src-main/bridge/pump/call-pace.ts';
import { serveAgent, type Target } from '../../src-main/bridge/pump/serve-agent.ts';
import { startBridge } from '../../src-main/bridge/start-bridge.ts';
import { openUpstream } from '../../src-main/bridge/upstream/open-upstream.ts';
import type { Context } from '../../src-main/connections/context.ts';
import en from '../../src-main/shell/locales/en.json' with { type: 'json' };
import { compiledConnector } from '../../scripts/setup/connector.mjs';
import { commandDesktop } from './command-desktop.ts';

interface ServeOptions {
  /** The user's home, in which the connector is installed. */
  userHome: string;
  settings?: Partial<PumpSettings>;
}

/** Every program may use every sign-in. */
const everyProgram: Access = {
  isAllowed: () => true,
  ask: () => Promise.resolve('allowed'),
  whenEnded: () => () => undefined,
  seeTools: () => undefined,
  toolUses: () => () => 'allowed',
  askCall: () => Promise.resolve('allowed'),
  askCommand: () => Promise.resolve('allowed'),
  whenToolsChange: () => () => undefined,
  isPaused: () => false,
  unpaused: () => Promise.resolve(),
};

const noDesktop: Attention = {
  hasDisplay: () => false,
  isLocked: () => false,
  unlocked: () => Promise.resolve(),
  signIn: () => undefined,
};

/** As fast as they like. */
class NoPace extends CallPace {
  override reserve(): number {
    return 0;
  }
}

/**
 * Lets agents use this engine as the app does, but for its windows: every program is allowed, and no call is delayed.
 */
export async function serveAgents(
  { context, subscribe }: { context: Context; subscribe: (listener: Context['publish']) => void },
  { userHome, settings }: ServeOptions,
): Promise<{ home: BridgeHome; stop: () => void }> {
  const listeners = new Set<Context['publish']>();
  subscribe((event) => {
    for (const listener of listeners) listener(event);
  });
  const parts: BridgeParts = {
    context,
    access: everyProgram,
    attention: noDesktop,
    lists: new ListCache({ context }),
    pace: new NoPace(context.now),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    words: () => en.forAgents,
    record: () => undefined,
    calling: () => () => undefined,
    openUpstream,
    ...(settings && { settings }),
  };
  const options = {
    context,
    subscribe,
    attention: noDesktop,
    onQuestions: () => undefined,
    words: () => en.agents,
    agentWords: () => en.forAgents,
    commands: commandDesktop,
    serve: (connection: AgentConnection, target: Target) => serveAgent(connection, target, parts),
    start: {
      userHome,
      dataFolder: userHome,
      isPackaged: true,
      connector: await compiledConnector(),
      // No connector is to start another one.
      command: ['/bin/false'],
      argv: ['/bin/false'],
      env: {},
    },
  };
  const { problem, stop } = await startBridge(options);
  const found = problem();
  if (found !== null) throw new Error(`Agents cannot reach this engine: ${found}`);
  return { home: bridgeHome(userHome, true), stop };
}
