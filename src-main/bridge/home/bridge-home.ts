import { join } from 'node:path';

/** The paths of `docs/bridge.md`, "The files". */
export interface BridgeHome {
  folder: string;
  /** The folder of mode 0700 that holds the socket. */
  run: string;
  socket: string;
  environment: string;
  app: string;
  /** What the connector prints by itself, in the user's language. */
  texts: string;
  connector: string;
  /** The connector before the last update, which agents may still run. */
  earlierConnector: string;
}

/** An app that runs from a clone has a home of its own, so that it never touches the user's. */
export function bridgeHome(userHome: string, isPackaged: boolean): BridgeHome {
  const folder = join(userHome, isPackaged ? '.keyfob' : '.keyfob-development');
  const run = join(folder, 'run');
  return {
    folder,
    run,
    socket: join(run, 'agent.sock'),
    environment: join(run, 'environment'),
    app: join(folder, 'app'),
    texts: join(folder, 'offline-texts'),
    connector: join(folder, 'bin', 'keyfob'),
    earlierConnector: join(folder, 'bin', '.earlier-keyfob'),
  };
}

/** In bytes: `sun_path` less its final zero (unix(7); macOS: unix(4)). */
const longestSocketPath = (platform: NodeJS.Platform) => (platform === 'darwin' ? 103 : 107);

/** Whether no socket can have this path. */
export function isTooLong(socket: string, platform: NodeJS.Platform = process.platform): boolean {
  return Buffer.byteLength(socket) > longestSocketPath(platform);
}
