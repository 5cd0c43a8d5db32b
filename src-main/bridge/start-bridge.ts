import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Context } from '../connections/context.ts';
import type { QuestionView } from '../../src-preload/contract/asking.ts';
import type { BridgeProblem } from '../../src-preload/contract/program.ts';
import { Permissions } from './access/permissions.ts';
import { questionView } from './access/question-view.ts';
import { admitAgent, type AdmitWords, type Serve } from './admit.ts';
import type { Attention } from './attention.ts';
import { CallRecords } from './call-records.ts';
import { ConnectedAgents } from './connected-agents.ts';
import type { CommandDesktop } from './commands/command.ts';
import { admitCommand } from './commands/run-command.ts';
import { offlineTexts } from './commands/table/offline-texts.ts';
import { serverStatuses } from './commands/server-status.ts';
import type { Caller } from './caller/find-caller.ts';
import { isClaim } from './caller/is-claim.ts';
import { programKey } from './caller/program-key.ts';
import { linuxProcesses } from './caller/processes.ts';
import { bridgeHome, isTooLong, type BridgeHome } from './home/bridge-home.ts';
import { Connectors } from './home/connectors.ts';
import { environmentLines, startCommand } from './home/start-command.ts';
import { writeHome } from './home/write-home.ts';
import { ProgramIcons } from './icons/program-icons.ts';
import { forwardedCaller } from './listener/forwarded-caller.ts';
import { Arrivals, type ArrivalWords } from './listener/arrivals.ts';
import { nameServers } from './listener/server-aliases.ts';
import { Listening } from './listening.ts';
import { passMessages } from './pass-messages.ts';
import { TextBudget } from './text-budget.ts';
import type { AgentWords } from './pump/agent-words.ts';

export type BridgeWords = ArrivalWords & AdmitWords;

interface BridgeOptions {
  context: Context;
  /** Calls the listener for each event of the engine. */
  subscribe: (listener: Context['publish']) => void;
  attention: Attention;
  words: () => BridgeWords;
  /** What the command line needs of the desktop. */
  commands: CommandDesktop;
  /** What agents are told in answers to their messages. */
  agentWords: () => AgentWords;
  /** Called after every change of what is asked about programs. */
  onQuestions: () => void;
  /** Called after the user has allowed a program for good. */
  onAlways?: () => void;
  /** Called after every change of what was decided for good. */
  onGrants?: () => void;
  /** Called after changes of who is connected and what they call, at most four times a second. */
  onConnections?: () => void;
  /** In place of passing messages on. */
  serve?: Serve;
  start: {
    userHome: string;
    /** The folder of the app's own data. */
    dataFolder: string;
    isPackaged: boolean;
    /** The connector of the app's own files. */
    connector: string;
    /** The command that starts this app, without switches. */
    command: readonly string[];
    argv: readonly string[];
    env: NodeJS.ProcessEnv;
  };
}

export interface Bridge {
  problem: () => BridgeProblem | null;
  /** Puts the connector back where it is missing, and listens again where nothing answers. */
  repair: () => Promise<void>;
  permissions: Permissions;
  /** What the user is to be asked now. */
  questions: () => QuestionView[];
  agents: ConnectedAgents;
  /** Whether the system vouches for the name of a program that is kept, and its icon, as the questions show them. */
  lookOf: (program: { pattern: string; path: string }) => { isClaim: boolean; icon: string | null };
  /** The connector, as the settings of programs name it. */
  connector: string;
  /** Whether a program is connected, or may always connect. */
  isInUse: () => boolean;
  /** Writes what agents have called. Never throws. */
  writeCalls: () => void;
  /** Closes the connections of forwardings that are no more, with their calls and what is asked about them. */
  closeRevoked: () => void;
  /** Closes the socket and every connection. */
  stop: () => void;
}

/** Lets agents in: writes the home, and listens. Never throws: without it, everything else works. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const { context, subscribe, attention, words, start } = options;
  const { log, store } = context;
  const home = bridgeHome(start.userHome, start.isPackaged);
  const permissions = new Permissions({ ...options, hasDisplay: () => attention.hasDisplay() });
  subscribe((event) => {
    permissions.follow(event);
    if (event.type === 'server_changed') nameServers(store);
    // With a person, the forwardings that they made are gone.
    if (event.type === 'person_removed') closeRevoked();
  });
  const icons = new ProgramIcons({ userHome: start.userHome, onFound: () => tellOfIcon(options) });
  const shown = { store, iconOf: (executable: string) => icons.get(executable) };
  const agents = new ConnectedAgents(context.now, () => options.onConnections?.());
  const records = new CallRecords(context);
  const texts = new TextBudget();
  const isRevoked = (caller: Caller) => caller.kind === 'forwarding' && !store.forwardings.has(programKey(caller));
  let accepted: Arrivals | undefined;
  const closeRevoked = () => {
    accepted?.endOf(isRevoked);
    permissions.questions.drop((one) => 'caller' in one && isRevoked(one.caller));
  };
  const bridge: Omit<Bridge, 'problem' | 'repair' | 'stop'> = {
    permissions,
    questions: () =>
      attention.isLocked() ? [] : permissions.questions.list.flatMap((one) => questionView(shown, one) ?? []),
    agents,
    lookOf({ pattern, path }) {
      const [, interpreted] = JSON.parse(pattern) as [string, string | null];
      const isOnlyClaim = isClaim({ path, isInterpreted: interpreted !== null });
      return { isClaim: isOnlyClaim, icon: isOnlyClaim || path === '' ? null : icons.get(path) };
    },
    connector: home.connector,
    closeRevoked,
    isInUse: () => agents.count > 0 || store.programGrants.any() || store.wirings.any(),
    writeCalls: () => records.write(),
  };
  if (isTooLong(home.socket)) {
    log.warn('agents cannot reach Keyfob', { problem: 'home_too_long', path: home.socket });
    return { ...bridge, problem: () => 'home_too_long', repair: async () => undefined, stop: () => undefined };
  }
  const serve =
    options.serve ??
    passMessages({
      context,
      subscribe,
      permissions,
      attention,
      words: options.agentWords,
      calling: (...call) => agents.calling(...call),
      records,
    });
  const noting: Serve = (connection, target, own) =>
    agents.during(connection, target, () => serve(connection, target, own));
  const namesFor = (caller: Caller) =>
    attention.isLocked() ? [] : permissions.serversFor(caller).flatMap((id) => store.serverAliases.of(id) ?? []);
  const commands = {
    ...options.commands,
    context,
    access: permissions,
    isLocked: () => attention.isLocked(),
    serve: noting,
    share: () => texts.share(),
    listen: listeners(subscribe),
    servers: () => serverStatuses(context, agents.list()),
  };
  const connectors = new Connectors(start.connector, home, join(start.dataFolder, 'connectors'));
  const arrivals = new Arrivals({
    who: start.connector,
    connectors: () => connectors.files(),
    processes: linuxProcesses,
    words,
    log,
    forwarded: (key) => forwardedCaller(context, key),
    admit: (hello, caller) =>
      hello.argv[0] === 'mcp'
        ? admitAgent({ store, words, namesFor, serve: noting, texts }, hello, caller)
        : admitCommand(commands, hello, caller),
  });
  accepted = arrivals;
  const listening = new Listening({
    socket: home.socket,
    prepare() {
      nameServers(store);
      permissions.endUnused();
      const offline = offlineTexts({
        words: commands.words(),
        connector: home.connector,
        programs: commands.programIds,
      });
      return prepare(home, { ...start, texts: offline }, connectors, log);
    },
    take: (socket) => void arrivals.take(socket),
    log,
  });
  const ending = setInterval(() => permissions.endUnused(), 86_400_000).unref();
  await listening.open();
  const stop = () => {
    listening.close();
    records.end(agents.list());
    arrivals.end();
    agents.stop();
    permissions.endUntilLock();
    clearInterval(ending);
    permissions.questions.drop();
  };
  return { ...bridge, problem: () => listening.problem, repair: () => listening.open(), stop };
}

function tellOfIcon({ onQuestions, onGrants }: BridgeOptions): void {
  onQuestions();
  onGrants?.();
}

/** Lets listeners go again. */
function listeners(subscribe: BridgeOptions['subscribe']) {
  const all = new Set<Context['publish']>();
  subscribe((event) => {
    for (const listener of all) listener(event);
  });
  return (listener: Context['publish']) => {
    all.add(listener);
    return () => all.delete(listener);
  };
}

/** Throws if the home cannot be written at all; a connector that is missing is a problem to show. */
function prepare(
  home: BridgeHome,
  start: BridgeOptions['start'] & { texts: string },
  connectors: Connectors,
  log: Log,
): BridgeProblem | null {
  const isRoot = process.getuid?.() === 0;
  const { texts, env } = start;
  writeHome(home, { command: startCommand({ ...start, isRoot }), environment: environmentLines(env), texts });
  try {
    connectors.install();
    return null;
  } catch (error) {
    log.warn('the connector was not installed', { error });
    return 'no_connector';
  }
}
