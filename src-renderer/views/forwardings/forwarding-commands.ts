import type { ForwardingsView } from '../../../src-preload/contract.ts';

/** The commands of docs/remote.md for a machine that `ssh HOST` reaches, with this computer's own paths. */
export function forwardingCommands({ connector, socket }: Pick<ForwardingsView, 'connector' | 'socket'>) {
  const there = '~/.keyfob/bin/keyfob';
  const home = `"$(ssh HOST 'rm -f ~/.keyfob/run/agent.sock; echo ~')/.keyfob/run/agent.sock:"`;
  return {
    connector:
      `ssh HOST 'umask 077 && mkdir -p ~/.keyfob/bin ~/.keyfob/run && cat > ${there} && chmod 700 ${there}' ` +
      `< ${quoted(connector)}`,
    key: `ssh HOST 'umask 077 && cat > ~/.keyfob/forwarding'`,
    forward: `ssh -N -o ExitOnForwardFailure=yes -R ${home}${quoted(socket)} HOST`,
  };
}

/** As a shell takes it. */
const quoted = (path: string) => (/^[\w/.-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`);
