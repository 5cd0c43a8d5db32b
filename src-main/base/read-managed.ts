import { readFileSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import * as z from 'zod/mini';
import type { ManagedProblem } from '../../src-preload/contract.ts';
import { closed, type Managed } from './managed.ts';

/** In bytes. */
const largest = 1_000_000;
const mostPatterns = 1000;

/** An origin as `URL.origin` has it, with `*.` at the beginning of the host at most. */
const origin = z.string().check(
  z.refine((text) => {
    const plain = text.replace('://*.', '://any.');
    return !plain.includes('*') && URL.canParse(plain) && new URL(plain).origin === plain && /^https?:/.test(plain);
  }, 'is no origin, such as https://mcp.example.com or https://*.example.com'),
);
const origins = z.exactOptional(z.array(origin).check(z.maxLength(mostPatterns)));
const path = z.string().check(z.refine((text) => posix.isAbsolute(text) || win32.isAbsolute(text), 'is no whole path'));

const schema = z.strictObject({
  allowedServers: origins,
  allowedPrograms: z.exactOptional(z.array(path).check(z.maxLength(mostPatterns))),
  allowedAddresses: origins,
  export: z.exactOptional(z.boolean()),
  lockAfterMinutes: z.exactOptional(z.literal([1, 5, 15, 60])),
  updates: z.exactOptional(z.union([z.literal(false), z.url({ protocol: /^https$/ })])),
});

/** Where each system has what an administrator sets for all users. */
export function managedPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'darwin') return '/Library/Application Support/Keyfob/managed.json';
  if (platform === 'win32')
    return win32.join(env['ProgramData'] || String.raw`C:\ProgramData`, 'Keyfob', 'managed.json');
  return '/etc/keyfob/managed.json';
}

interface ReadOptions {
  platform: NodeJS.Platform;
  /** The user id of the administrator, which a test replaces by its own. */
  owner?: number;
}

/**
 * Reads what the administrator has set. Null where there is no file. A file that another user could have written, or
 * that says something else than it may, is refused: then nothing that it could restrict is allowed. Windows has no
 * owner that Node could read, so that the permissions of its folder count there, which is up to the administrator.
 */
export function readManaged(file: string, { platform, owner = 0 }: ReadOptions): Managed {
  const refused = (problem: ManagedProblem, detail: string): Managed => ({ file, problem, detail, ...closed });
  let text: string;
  try {
    const isWritten = platform === 'win32' ? undefined : writableBy(file, owner);
    if (isWritten !== undefined) return refused('writable', isWritten);
    if (statSync(file).size > largest) return refused('invalid', `the file has more than ${largest} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : refused('unreadable', code);
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return { file, ...parsed.data };
    const [issue] = parsed.error.issues;
    if (issue?.code === 'unrecognized_keys') return refused('invalid', `unknown: ${issue.keys.join(', ')}`);
    return refused('invalid', `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? ''}`);
  } catch (error) {
    return refused('invalid', error instanceof Error ? error.message : '');
  }
}

/** Who else could write the file, or put another one in its place; undefined if no other user. */
function writableBy(file: string, owner: number): string | undefined {
  for (let place = file; ; place = posix.dirname(place)) {
    const { uid, mode } = statSync(place);
    // In a folder with the sticky bit, users cannot replace what belongs to others.
    const isShared = (mode & 0o022) !== 0 && (place === file || (mode & 0o1000) === 0);
    if (uid !== owner && uid !== 0) return `${place} belongs to user ${uid}`;
    if (isShared) return `${place} may be written by other users (mode ${(mode & 0o7777).toString(8)})`;
    if (place === posix.dirname(place)) return undefined;
  }
}
