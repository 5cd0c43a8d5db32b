import { isObject, parseExact } from '../agent/exact-json.ts';
import type { Command } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';

const example = `--args '{"limit": 5}'`;

/** In bytes. */
const most = 10_000_000;

/** The arguments of a tool as the JSON text that the user wrote, on one line. Throws how the command ends without. */
export async function toolArguments({ line, terminal, parts }: Command): Promise<string> {
  const { misuse } = parts.words();
  const given = line.options.args;
  const isInput = line.arguments[2] === '-' || given === '-';
  if (line.arguments[2] === '-' && given !== undefined && given !== '-')
    throw new CommandEnd('usage', misuse.bothArguments);
  if (!isInput && typeof given !== 'string') return '{}';
  const text = isInput ? (await terminal.input(most))?.toString() : String(given);
  if (text === undefined) throw new CommandEnd('usage', misuse.longArguments);
  if (!isJsonObject(text)) throw new CommandEnd('usage', filled(misuse.arguments, { example }));
  // Line breaks in JSON stand between values alone, and a message is one line.
  return text.replaceAll(/[\r\n]+/g, ' ');
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(parseExact(text));
  } catch {
    return false;
  }
}
