import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { cleanText } from '../base/clean-text.ts';

/** Names of accounts that are no person's. */
const roles = /^(root|admin|administrator|user|guest|owner|default|nobody|test|ubuntu|debian|pi|ec2-user|vagrant)$/i;

interface Account {
  username: string;
  /** The text of `/etc/passwd`, or an empty text where there is none. */
  passwd: string;
}

/**
 * What the account of this computer calls its person: the full name in the fifth field of `/etc/passwd` (passwd(5); up
 * to the first comma), else the name of the account. Undefined for an account whose name is a role.
 */
export function accountName({ username, passwd }: Account): string | undefined {
  if (roles.test(username)) return undefined;
  const line = passwd.split('\n').find((one) => one.startsWith(`${username}:`));
  const [fullName = ''] = (line?.split(':')[4] ?? '').split(',');
  return cleanText(fullName.trim() || username, 60) || undefined;
}

/** The same for the account that Keyfob runs in; undefined where the system does not tell. */
export function nameOfThisAccount(): string | undefined {
  try {
    return accountName({ username: userInfo().username, passwd: readPasswd() });
  } catch {
    return undefined;
  }
}

/** Windows has none, and that of macOS lists no people. */
function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
