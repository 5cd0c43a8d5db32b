import { readFileSync, readlinkSync, readdirSync, statSync, type Stats } from 'node:fs';

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
  /** It is in another pid namespace, as in a container: its paths are not those of this system. */
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
    const isElsewhere = namespaceOf(pid) !== namespaceOf('self');
    return {
      pid,
      name,
      startedAt,
      parent: Number(parent),
      ...(link !== undefined &&
        file && { executable: { path: pathOf(link, file), file: { device: file.dev, inode: file.ino } } }),
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

/** pid_namespaces(7). Undefined: it may not be read. */
const namespaceOf = (pid: number | 'self') => tryTo(() => readlinkSync(`/proc/${pid}/ns/pid`));

/** The kernel marks the path of a file that was deleted; a file can also have a name that ends like the mark. */
function pathOf(link: string, { dev, ino }: Stats): string {
  if (!link.endsWith(deletedMark)) return link;
  const found = tryTo(() => statSync(link));
  return found?.dev === dev && found.ino === ino ? link : link.slice(0, -deletedMark.length);
}

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
