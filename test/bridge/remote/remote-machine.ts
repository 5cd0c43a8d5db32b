import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { programOnPath } from '../../../scripts/setup/debian-packages.mjs';
import { temporaryFolder } from '../../support/keyfob.ts';

/** The machine `build` of docs/remote.md: OpenSSH's own server on this computer, with another home folder. */
export interface RemoteMachine {
  /** The home folder over there. */
  home: string;
  /** What `PATH` must be so that `ssh build` reaches it. */
  path: string;
}

/** Throws if sshd is not installed; set-up for the tests installs it, or says how. */
export async function startRemoteMachine(): Promise<RemoteMachine> {
  const sshd = programOnPath('sshd');
  if (sshd === undefined) throw new Error('There is no sshd. Debian: apt-get install openssh-server.');
  // As root, sshd wants a folder that systemd makes elsewhere.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  // Short: the path of a socket has 107 bytes.
  const folder = realpathSync(temporaryFolder());
  const inside = (name: string) => join(folder, name);
  const home = inside('home');
  mkdirSync(home);
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', inside(name)]);
  writeFileSync(inside('authorized_keys'), readFileSync(inside('user.pub')));
  const port = await freePort();
  writeFileSync(inside('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(inside('host.pub'), 'utf8')}`);
  writeFileSync(
    inside('sshd_config'),
    `ListenAddress 127.0.0.1
Port ${port}
HostKey ${inside('host')}
AuthorizedKeysFile ${inside('authorized_keys')}
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PermitRootLogin prohibit-password
# The folder of a test lies in one that all may write.
StrictModes no
PidFile none
SetEnv HOME=${home}
`,
  );
  writeFileSync(
    inside('ssh_config'),
    `Host build
  HostName 127.0.0.1
  Port ${port}
  IdentityFile ${inside('user')}
  IdentitiesOnly yes
  UserKnownHostsFile ${inside('known_hosts')}
  StrictHostKeyChecking yes
  BatchMode yes
`,
  );
  mkdirSync(inside('bin'));
  writeFileSync(inside('bin/ssh'), `#!/bin/sh\nexec ${programOnPath('ssh')} -F ${inside('ssh_config')} "$@"\n`, {
    mode: 0o755,
  });
  const server = spawn(sshd, ['-D', '-e', '-f', inside('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void server.kill());
  await saying(server, 'Server listening');
  return { home, path: `${inside('bin')}:${process.env['PATH']}` };
}

/** Waits for a line of standard error; throws what was said if the program ends before. */
function saying({ stderr }: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(text)) resolve();
    });
    stderr?.once('close', () => reject(new Error(`sshd ended: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The commands of a document below a heading, by what each begins with. */
export function commandsOf(document: string, heading: string): (start: string) => string {
  const text = readFileSync(join(import.meta.dirname, '../../../docs', document), 'utf8');
  const section = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^ *```(?:sh|json)\n(.*?)^ *```$/gms)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.trim());
  return (start) => {
    const found = lines.find((line) => line.startsWith(start));
    if (found === undefined) throw new Error(`docs/${document} has no command that starts with: ${start}`);
    return found;
  };
}
