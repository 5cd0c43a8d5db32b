import {
  commandNames,
  commandOf,
  exitCodes,
  optionUsage,
  usageOf,
  type CommandName,
  type ExitName,
} from './command-table.ts';
import type { HelpWords } from './help.ts';

/** `keyfob(1)` in the form of man(7). */
export function manPage(words: HelpWords): string {
  const lines = [
    '.\\" Made from src-main/bridge/commands/table by `npm run write-commands`.',
    '.TH KEYFOB 1 "" Keyfob "User Commands"',
    '.SH NAME',
    'keyfob \\- use your sign-ins to MCP servers from programs and the command line',
    '.SH SYNOPSIS',
    '.B keyfob',
    '.I COMMAND',
    '[\\fIARGUMENT\\fR]... [\\fIOPTION\\fR]...',
    '.SH DESCRIPTION',
    'Programs start \\fBkeyfob mcp\\fR as their MCP server. It passes their messages to the Keyfob app, which holds the',
    'sign-ins. The other commands are for you. Keyfob asks you in a window of its own before a command uses a sign-in or',
    'changes anything. Nothing that is printed contains a token.',
    '.SH COMMANDS',
    ...commandNames.flatMap((name) => commandLines(words, name)),
    '.SH EXIT STATUS',
    ...Object.entries(exitCodes).flatMap(([name, code]) => ['.TP', `.B ${code}`, roff(words.exits[name as ExitName])]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B KEYFOB_SOCKET',
    'The path of the socket. No app is started then.',
    '.TP',
    '.B KEYFOB_WAIT',
    'Milliseconds to wait for the app, 20,000 where it is not set. With 0 nothing waits, and no app is started.',
    '.SH FILES',
    '.TP',
    '.I ~/.keyfob/bin/keyfob',
    'This program, as the settings of other programs name it.',
    '.TP',
    '.I ~/.keyfob/run/agent.sock',
    'Where the app listens.',
    '.SH EXAMPLES',
    '.nf',
    ...examples.map((line) => `.B ${roff(line)}`),
    '.fi',
    '',
  ];
  return lines.join('\n');
}

const examples = [
  'keyfob add https://mcp.linear.app/mcp',
  'keyfob sign-in linear',
  'keyfob call linear list_issues --args \'{"limit": 5}\'',
  'echo \'{"title": "A report"}\' | keyfob call linear create_issue -',
  'keyfob wire cursor linear',
];

function commandLines(words: HelpWords, name: CommandName): string[] {
  const { options, needs } = commandOf(name);
  const said = `${sentence(words.summaries[name])}${needs === 'consent' && name !== 'mcp' ? ` ${words.help.asks}` : ''}`;
  return [
    '.TP',
    `.B keyfob ${roff(usageOf(name))}`,
    roff(said),
    ...(options.length === 0
      ? []
      : [
          '.RS',
          ...options.flatMap((each) => ['.TP', `.B ${roff(optionUsage(each))}`, roff(sentence(words.options[each]))]),
          '.RE',
        ]),
  ];
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Text that man(7) prints as it is: a hyphen stays one that can be copied, and no line begins a request. */
function roff(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/[’']/g, '\\(cq')
    .replaceAll('“', '\\(lq')
    .replaceAll('”', '\\(rq')
    .replaceAll('"', '\\(dq');
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped;
}
