import { Agent } from '../connector/agent.ts';

export interface Ran {
  lines: string[];
  errors: string[];
  code: number | null;
}

/** Runs the real connector with a command line, without a terminal. `input`: what it reads. */
export async function run(
  home: { connector: string },
  argv: readonly string[],
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const agent = new Agent(home, { argv: [...argv], env });
  agent.input.end(input);
  const [lines, errors, code] = await Promise.all([agent.lines.all(), agent.errors.all(), agent.closed]);
  const decoded = (texts: string[]) => texts.map((text) => Buffer.from(text, 'latin1').toString());
  return { lines: decoded(lines), errors: decoded(errors), code };
}
