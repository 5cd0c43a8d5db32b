import { accessSync, constants, readFileSync, readlinkSync, readdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

const deletedMark = ' (deleted)';

/** A file, whatever its path: equal on the same computer only for the same file. */
export interface FileIdentity {
  device: number;
  inode: number;
}

/** What the system says of a running process. */
export interface ProcessFacts {
  pid: number;
  /** What the process calls itself, at most 15 bytes (PR_SET_NAME of prctl(2)): only it can set it. */
  name: string;
  /** In clock ticks since the computer started. A pid is used again; pid and start time together are not. */
  startedAt: string;
  parent: number;
  /** Undefined: it may not be read, as with a process of another user. */
  executable?: {
    /** The path that it was started from, also where its file was replaced or deleted since. */
    path: string;
    file: FileIdentity;
  };
  arguments: string[];
  /**
   * Its paths are not those of this system: it is in another namespace, as in a container, or this system has another
   * file at the path of its executable.
   */
  isElsewhere?: true;
  /** The working directory. */
  directory?: string;
}

/** Where facts about processes come from: one implementation per operating system. */
export interface Processes {
  /** Undefined: there is no such process, or it has ended. */
  read(pid: number): ProcessFacts | undefined;
  /** Whether the process holds an end of this pipe. */
  holdsPipe(pid: number, inode: number): boolean;
}

/** Linux: proc(5). */
export const linuxProcesses: Processes = {
  read(pid) {
    const stat = tryTo(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (stat === undefined) return undefined;
    // The second field is the name in parentheses, which may contain spaces and parentheses itself.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    const startedAt = fields[19];
    if (state === undefined || state === 'Z' || state === 'X' || startedAt === undefined) return undefined;
    const link = tryTo(() => readlinkSync(`/proc/${pid}/exe`));
    const file = tryTo(() => statSync(`/proc/${pid}/exe`));
    const commandLine = tryTo(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
    const directory = tryTo(() => readlinkSync(`/proc/${pid}/cwd`));
    const found = link === undefined || !file ? undefined : { path: pathOf(link, file), link, file };
    const isElsewhere = !isInOurNamespaces(pid) || (found && !isSeenAt(found));
    return {
      pid,
      name,
      startedAt,
      parent: Number(parent),
      ...(found && { executable: { path: found.path, file: { device: found.file.dev, inode: found.file.ino } } }),
      arguments: commandLine.split('\0').slice(0, -1),
      ...(isElsewhere && { isElsewhere }),
      ...(directory !== undefined && { directory }),
    };
  },

  holdsPipe(pid, inode) {
    const folder = `/proc/${pid}/fd`;
    const descriptors = tryTo(() => readdirSync(folder)) ?? [];
    return descriptors.some((one) => tryTo(() => readlinkSync(`${folder}/${one}`)) === `pipe:[${inode}]`);
  },
};

/**
 * Whether a process sees the processes, files and users that this one sees (namespaces(7)). Every program of the user
 * can make a mount namespace in which another file lies at any path.
 */
function isInOurNamespaces(pid: number): boolean {
  return ['pid', 'mnt', 'user'].every((kind) => {
    const of = (one: number | 'self') => tryTo(() => readlinkSync(`/proc/${one}/ns/${kind}`));
    return of(pid) !== undefined && of(pid) === of('self');
  });
}

/** The kernel marks the path of a file that was deleted; a file can also have a name that ends like the mark. */
function pathOf(link: string, file: Stats): string {
  return link.endsWith(deletedMark) && !isAt(link, file) ? link.slice(0, -deletedMark.length) : link;
}

/**
 * Whether the file was at this path for us too. A process can also run a file that it was handed from another mount
 * namespace, and the path is then the one that the file had there. A file that was deleted can be compared with its
 * folder alone: its device must be the folder's, and so must its owner where this user cannot write into that folder.
 */
function isSeenAt({ path, link, file }: { path: string; link: string; file: Stats }): boolean {
  if (path === link) return isAt(path, file);
  const folder = nearestFolder(dirname(path));
  const found = tryTo(() => statSync(folder));
  return found?.dev === file.dev && (found.uid === file.uid || canWrite(folder));
}

function isAt(path: string, { dev, ino }: Stats): boolean {
  const found = tryTo(() => statSync(path));
  return found?.dev === dev && found.ino === ino;
}

/** An update may have deleted the folder as well. */
function nearestFolder(folder: string): string {
  const isThere = folder === dirname(folder) || tryTo(() => statSync(folder)) !== undefined;
  return isThere ? folder : nearestFolder(dirname(folder));
}

const canWrite = (folder: string) => tryTo(() => (accessSync(folder, constants.W_OK), true)) ?? false;

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
