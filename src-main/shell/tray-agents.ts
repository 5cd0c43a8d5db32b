import type { MenuItemConstructorOptions } from 'electron';
import { counted, label, type TrayWords } from './tray-words.ts';

/** What the tray shows of the agents that use Keyfob. */
export interface TrayAgents {
  /** How many have a call under way. */
  working: number;
  /** The programs that the user is asked about, by name; an empty one cannot be named. */
  asking: readonly string[];
  isPaused: boolean;
  /** Whether there is something to pause: a program is connected, or may connect. */
  isInUse: boolean;
}

/** The commands about agents. */
export interface AgentCommands {
  /** Shows the window that asks about programs. */
  showQuestions: () => void;
  showPrograms: () => void;
  pause: (isPaused: boolean) => void;
}

/** The maximum number of programs; the window that asks shows all. */
const mostNamed = 12;

/** Which programs wait for the user, how many agents work, and what pauses them. */
export function agentEntries(
  { working, asking, isPaused, isInUse }: TrayAgents,
  words: TrayWords,
  commands: AgentCommands,
): MenuItemConstructorOptions[] {
  const questions = asking.slice(0, mostNamed).map((program) => ({
    label: label(words.agentAsks.replace('{program}', () => program || words.unknownAgent)),
    click: () => commands.showQuestions(),
  }));
  const left = asking.length - questions.length;
  return [
    ...questions,
    ...(left > 0 ? [{ label: counted(left, words.moreAsk), click: () => commands.showQuestions() }] : []),
    ...(working > 0 ? [{ label: counted(working, words.agentsWork), click: () => commands.showPrograms() }] : []),
    ...pauseEntry({ isPaused, isInUse }, words, commands),
  ];
}

/** While Keyfob is locked: how many, and no names. */
export function lockedAgentEntries(
  agents: TrayAgents,
  words: TrayWords,
  commands: AgentCommands,
): MenuItemConstructorOptions[] {
  const { working } = agents;
  return [
    ...(working > 0 ? [{ label: counted(working, words.agentsWork), enabled: false }] : []),
    ...pauseEntry(agents, words, commands),
  ];
}

/** The icon's tooltip: what is said of the servers, and of the agents behind it. */
export function withAgents(tip: string, { working, asking, isPaused }: TrayAgents, words: TrayWords): string {
  return [
    tip,
    ...(asking.length > 0 ? [counted(asking.length, words.agentsAsk)] : []),
    ...(isPaused ? [words.agentsPaused] : working > 0 ? [counted(working, words.agentsWork)] : []),
  ].join(' · ');
}

function pauseEntry(
  { isPaused, isInUse }: Pick<TrayAgents, 'isPaused' | 'isInUse'>,
  words: TrayWords,
  { pause }: AgentCommands,
): MenuItemConstructorOptions[] {
  if (!isInUse && !isPaused) return [];
  return [
    ...(isPaused ? [{ label: words.agentsPaused, enabled: false }] : []),
    { label: isPaused ? words.resumeAgents : words.pauseAgents, click: () => pause(!isPaused) },
  ];
}
