import { appendFile, rename, stat } from 'node:fs/promises';
import { isSecretName, redact } from './redact.ts';

/** The log for diagnosing faults. Values are short and never secret: `Secret` prints as `[secret]`. */
export interface Log {
  info: (message: string, facts?: LogFacts) => void;
  warn: (message: string, facts?: LogFacts) => void;
}

/** Text, numbers, booleans and errors are written; anything else is left out, because it may hold a whole response. */
export type LogFacts = Record<string, unknown>;

const largestFile = 1_000_000;

/**
 * Logs one JSON object per line to `file`; the previous log is kept as `file.1`, 1 MB each. Writes are queued and never
 * throw: a failing log must not stop what it logs.
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

function plainFact(value: unknown): unknown {
  if (value instanceof Error) return errorFacts(value, { left: mostErrors });
  if (typeof value === 'string') return redact(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

const deepest = 5;
/** The maximum number of errors in one entry, including nested ones. */
const mostErrors = 12;

/**
 * The messages and codes of an error, of its causes and of the members of an `AggregateError`. Other properties are
 * omitted, because they may hold whole responses. Limited in depth, because causes can be circular.
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
