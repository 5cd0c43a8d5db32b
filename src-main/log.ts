import { appendFile, rename, stat } from 'node:fs/promises';

/** Facts for whoever looks for a fault. Values are short and never secret: `Secret` prints itself as such. */
export interface Log {
  info: (message: string, facts?: LogFacts) => void;
  warn: (message: string, facts?: LogFacts) => void;
}

export type LogFacts = Record<string, string | number | boolean | Error | undefined>;

const largestFile = 1_000_000;

/**
 * A log of one JSON object per line in `file`; the one before it is kept as `file.1`, 1 MB each. Writes come one after
 * the other and never throw: a log that cannot be written must not stop what it would tell about.
 */
export function fileLog(file: string, now: () => number): Log {
  let last: Promise<unknown> = Promise.resolve();
  const write = (level: string, message: string, facts: LogFacts = {}) => {
    const entry = { at: new Date(now()).toISOString(), level, message, ...plainFacts(facts) };
    last = last.then(() => append(file, `${JSON.stringify(entry)}\n`)).catch(() => undefined);
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
  };
}

async function append(file: string, line: string): Promise<void> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > largestFile) await rename(file, `${file}.1`);
  await appendFile(file, line, { mode: 0o600 });
}

function plainFacts(facts: LogFacts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value instanceof Error ? errorFacts(value) : value]),
  );
}

/** An error with its causes, by their messages and codes alone: other properties of theirs hold whole answers. */
function errorFacts(error: Error, depth = 0): Record<string, unknown> {
  const { name, message, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name,
    ...(code && { code }),
    message: withoutQueries(message),
    ...(cause instanceof Error && depth < 5 && { cause: errorFacts(cause, depth + 1) }),
  };
}

/** Codes and states travel in the queries of URLs. */
function withoutQueries(text: string): string {
  return text.slice(0, 1000).replace(/([?#])[^\s"'<>]+/g, '$1…');
}
