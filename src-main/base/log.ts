import { appendFile, rename, stat } from 'node:fs/promises';
import { isSecretName, redact } from './redact.ts';

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
    const entry = { at: new Date(now()).toISOString(), level, message: redact(message), ...plainFacts(facts) };
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
    Object.entries(facts).map(([name, value]) => [redact(name), isSecretName(name) ? '…' : plainFact(value)]),
  );
}

function plainFact(value: LogFacts[string]): unknown {
  if (value instanceof Error) return errorFacts(value, { left: mostErrors });
  return typeof value === 'string' ? redact(value) : value;
}

const deepest = 5;
/** In one line, however they are nested. */
const mostErrors = 12;

/**
 * An error with its causes, and with the errors that an `AggregateError` gathers, by their messages and codes alone: other
 * properties of theirs hold whole answers. A chain that leads back to itself ends where it is too deep to read.
 */
function errorFacts(error: Error, budget: { left: number }, depth = 0): Record<string, unknown> {
  budget.left -= 1;
  const { name, message, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const gathered = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const next = (each: unknown) =>
    each instanceof Error && depth < deepest && budget.left > 0 ? [errorFacts(each, budget, depth + 1)] : [];
  const [inner] = next(cause);
  const errors = gathered.flatMap(next);
  return {
    name: redact(name),
    ...(code && { code: redact(code) }),
    message: redact(message),
    ...(inner && { cause: inner }),
    ...(errors.length > 0 && { errors }),
  };
}
