import { commandNames, commandOf, shells } from './command-table.ts';
import { completionFor } from './completions.ts';
import { commandHelp, overallHelp, type HelpWords } from './help.ts';

interface TextParts {
  words: HelpWords;
  /** The path of the connector. */
  connector: string;
  programs: readonly string[];
}

/**
 * What the connector prints by itself, by the command line that asks for it: help and completions. Each text follows a
 * line of a character 1 and that command line (docs/bridge.md, "What the connector answers by itself").
 */
export function offlineTexts({ words, connector, programs }: TextParts): string {
  const texts: [asked: string, text: string][] = [
    ['help', overallHelp(words, connector)],
    ...commandNames.map((name): [string, string] => [`help ${name}`, commandHelp(words, name)]),
    ...shells.map((shell): [string, string] => [`completion ${shell}`, completionFor(shell, { words, programs })]),
  ];
  return texts.map(([asked, text]) => `\u0001${asked}\n${text}`).join('');
}

/** The same for the connector's source, with the commands that start no app. */
export function offlineHeader(parts: TextParts): string {
  const lines = offlineTexts(parts).split(/(?<=\n)/);
  const quiet = commandNames.filter((name) => ['nothing', 'app'].includes(commandOf(name).needs));
  return `// Made from src-main/bridge/commands/table by \`npm run write-commands\`.
static const char *const without_start[] = { ${quiet.map((name) => `"${name}"`).join(', ')} };
static const char offline_texts[] =
${lines.map((line) => `  ${quoted(line)}`).join('\n')};
`;
}

/** A string of C. Octal escapes end after three digits, whatever follows. */
function quoted(text: string): string {
  const escaped = [...Buffer.from(text)].map((byte) => {
    const sign = String.fromCharCode(byte);
    if (sign === '\n') return '\\n';
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    return byte >= 32 && byte < 127 && sign !== '?' ? sign : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
