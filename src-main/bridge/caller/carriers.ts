import { basename } from 'node:path';

/**
 * Programs that carry the connections of others, from other machines and containers too: `ssh -R`, the server of
 * `ssh -L`, relays, and WSL's `/init`, which starts what Windows programs ask for. What speaks there is not known, and
 * what one of them may do, all that it carries might.
 */
const carriers = new Set([
  'ssh',
  'sshd',
  'sshd-session',
  'dropbear',
  'dbclient',
  'init',
  'socat',
  'nc',
  'ncat',
  'nc.openbsd',
  'nc.traditional',
]);

export const carriesOthers = (path: string): boolean => carriers.has(basename(path));
