import type {
  AgentCheck,
  AgentFinding,
  AgentRemedy,
  AgentReport,
} from '../../../../src-preload/contract/agent-doctor.ts';
import type { RequestName } from '../../../../src-preload/contract.ts';
import { isAllowed } from '../../../../src-preload/contract/permissions.ts';
import { principalOf } from '../../../connections/slot.ts';
import type { Target } from '../../listener/choose-target.ts';
import type { Command } from '../command.ts';
import { filled, type CommandWords } from '../command-words.ts';
import { shellLine } from '../shell-line.ts';

type RemedyWords = keyof CommandWords['agentDoctor']['remedy'];

/** What mends a finding: a command, and a sentence with it. Without a command, the user may not do it. */
interface Mending {
  command: string | null;
  words: string;
}

/** What the user may not do in the window is not offered here. */
const requests: Partial<Record<AgentRemedy['kind'], RequestName>> = {
  wire: 'connections:connect',
  sign_in: 'connections:connect',
  turn_on: 'servers:set-enabled',
};

/** Where the same command does something that has another name. */
const labels: Partial<Record<AgentFinding, RemedyWords>> = { entry_vanished: 'put_back', entry_other: 'replace' };

/** Undefined: there is nothing that mends it, or its sentence says what does. */
export function mendingOf(
  command: Command,
  target: Target,
  report: AgentReport,
  { remedy, finding }: Pick<AgentCheck, 'remedy' | 'finding'>,
): Mending | undefined {
  if (!remedy) return undefined;
  const { parts, line } = command;
  const { server, session } = target;
  const words = parts.words();
  const needed = requests[remedy.kind];
  if (needed && !isAllowed(principalOf(parts.context, session), needed, { account: server.account }))
    return { command: null, words: words.onlyAdmins };
  const isRepaired = remedy.kind === 'repair' && line.options.repair === true;
  const label = isRepaired ? 'restart' : (labels[finding] ?? remedy.kind);
  const mends = ['keyfob', ...(isRepaired ? ['open'] : argumentsOf(command, target, report, remedy))];
  const text = shellLine(mends);
  return { command: text, words: filled(words.agentDoctor.remedy[label], { command: text, server: server.name }) };
}

/** What cannot be mended in a terminal leads to the window. */
function argumentsOf(
  { line }: Command,
  { alias, server }: Target,
  { program }: AgentReport,
  { kind }: AgentRemedy,
): string[] {
  const { workspace, profile } = line.options;
  const where = Object.entries({ workspace, profile }).flatMap(([name, value]) =>
    typeof value === 'string' ? [`--${name}`, value] : [],
  );
  switch (kind) {
    case 'wire':
      return ['wire', program, alias, ...where];
    case 'repair':
      return ['doctor', '--program', program, '--server', alias, '--repair', ...where];
    case 'sign_in':
      return ['sign-in', alias, ...where];
    case 'retry':
      return ['doctor', server.url];
    case 'try_tool':
      return ['tools', alias, '--json', ...where];
    case 'ask_again':
    case 'show_question':
    case 'resume':
    case 'turn_on':
    case 'open_activity':
      return ['open'];
  }
}
