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
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plainFact(value)]));
}

function plainFact(value: LogFacts[string]): unknown {
  if (value instanceof Error) return errorFacts(value);
  return typeof value === 'string' ? withoutSecrets(value) : value;
}

const deepest = 5;
const mostErrors = 8;
const longestMessage = 1000;

/**
 * An error with its causes, and with the errors that an `AggregateError` gathers, by their messages and codes alone: other
 * properties of theirs hold whole answers. A chain that leads back to itself ends where it is too deep to read.
 */
function errorFacts(error: Error, depth = 0): Record<string, unknown> {
  const { name, message, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const gathered = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const errors = gathered.filter((each) => each instanceof Error).slice(0, mostErrors);
  const deeper = depth < deepest;
  return {
    name: withoutSecrets(name),
    ...(code && { code: withoutSecrets(code) }),
    message: withoutSecrets(message),
    ...(deeper && cause instanceof Error && { cause: errorFacts(cause, depth + 1) }),
    ...(deeper && errors.length > 0 && { errors: errors.map((each) => errorFacts(each, depth + 1)) }),
  };
}

/**
 * What others' messages may carry: the queries and fragments of URLs, in which codes and states travel; the values of
 * `Authorization` headers, of cookies and of parameters that are secret by their names (RFC 6749, RFC 7636, RFC 7523); and what
 * looks like a token or a key wherever it stands. None of it is needed to find a fault.
 */
function withoutSecrets(text: string): string {
  return text
    .slice(0, longestMessage)
    .replace(/([?#])[^\s"'<>]+/g, '$1…')
    .replace(/\b(https?:\/\/)[^\s/@"'<>]+@/gi, '$1…@')
    .replace(/\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi, '$1 …')
    .replace(secretParameter, '$1$2…')
    .replace(/\b[\w-]*eyJ[\w-]+(?:\.[\w-]*)*/g, '…')
    .replace(/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '…')
    .replace(/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}\b/g, '…');
}

const secretParameter =
  /\b(access_token|refresh_token|id_token|token|code|code_verifier|device_code|user_code|state|nonce|client_secret|client_assertion|assertion|subject_token|password|authorization|cookie|set-cookie)("?\s*[=:]\s*"?)[^\s"'&,;}]+/gi;
