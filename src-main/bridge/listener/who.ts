import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** What the system says of the process at the other end of a socket (docs/bridge.md, "Who is calling"). */
export interface Peer {
  /** 0: it is of another pid namespace. */
  pid: number;
  uid: number;
  parent: number;
  /** Field 22 of `/proc/PID/stat`. A pid is used again; pid and start time together are not. */
  started: string;
  /** The name that it gave the socket before it connected; empty if none. */
  signature: string;
}

/** The first file descriptor after standard input, output and error. */
const firstFile = 3;

/** In milliseconds. It usually takes 2 to 8. */
const patience = 5000;

/**
 * Hands sockets to the `--who` of the app's own connector, so that no native code runs in this process. Nothing may
 * wait to read from them: it leaves them paused, until they are read again. Undefined: the system does not say.
 */
export function askWho(program: string, sockets: readonly Socket[]): Promise<(Peer | undefined)[]> {
  return new Promise((resolve) => {
    try {
      const child = spawn(program, ['--who', ...sockets.map((_, at) => String(firstFile + at))], {
        stdio: ['ignore', 'pipe', 'ignore', ...sockets],
        env: {},
        timeout: patience,
        killSignal: 'SIGKILL',
      });
      let printed = '';
      child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      child.once('error', () => resolve([]));
      child.once('close', () => resolve(printed.split('\n').map(parsePeer)));
    } catch {
      // There are too many processes, or open files.
      resolve([]);
    }
  });
}

function parsePeer(text: string): Peer | undefined {
  try {
    const { pid, uid, parent, started, signature } = JSON.parse(text) as Partial<Record<keyof Peer, unknown>>;
    if (typeof pid !== 'number' || typeof uid !== 'number' || typeof parent !== 'number') return undefined;
    if (typeof started !== 'string' || typeof signature !== 'string') return undefined;
    return { pid, uid, parent, started, signature };
  } catch {
    return undefined;
  }
}
