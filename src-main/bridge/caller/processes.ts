import { readFileSync, readlinkSync, readdirSync, statSync } from 'node:fs';

/** A file, whatever its path: equal on the same computer only for the same file. */
export interface FileIdentity {
  device: number;
  inode: number;
}

/** What the system says of a running process. */
export interface ProcessFacts {
  pid: number;
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
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    const startedAt = fields[19];
    if (state === undefined || state === 'Z' || state === 'X' || startedAt === undefined) return undefined;
    const path = tryTo(() => readlinkSync(`/proc/${pid}/exe`))?.replace(/ \(deleted\)$/, '');
    const file = tryTo(() => statSync(`/proc/${pid}/exe`));
    const commandLine = tryTo(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
    const directory = tryTo(() => readlinkSync(`/proc/${pid}/cwd`));
    return {
      pid,
      startedAt,
      parent: Number(parent),
      ...(path !== undefined && file && { executable: { path, file: { device: file.dev, inode: file.ino } } }),
      arguments: commandLine.split('\0').slice(0, -1),
      ...(directory !== undefined && { directory }),
    };
  },

  holdsPipe(pid, inode) {
    const folder = `/proc/${pid}/fd`;
    const descriptors = tryTo(() => readdirSync(folder)) ?? [];
    return descriptors.some((one) => tryTo(() => readlinkSync(`${folder}/${one}`)) === `pipe:[${inode}]`);
  },
};

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
