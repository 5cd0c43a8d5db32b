import { Buffer } from 'node:buffer';
import { parseLoosely, serversIn, type Named } from './servers-in.ts';
import type { Found } from './add-command.ts';

/** A link in a link is followed this often: `https://vscode.dev/redirect?url=vscode:mcp/install?…`. */
const deepest = 2;

/** Links that install a server in a program with a click: of Cursor, VS Code, LM Studio, Kiro, goose and Raycast. */
export function installLinks(text: string): Found[] {
  const links = [...text.matchAll(/(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:[^\s"'`<>\\)\]]{6,}/gi)];
  return links.flatMap(({ 0: link, index }) =>
    readLink(link.replaceAll('&amp;', '&')).map(([name, entry]) => ({ at: index, name, entry })),
  );
}

/** Whether an address is one of these, and no server's own, even where nothing can be read in it. */
export function isInstallLink(address: string): boolean {
  return isPlace(address) && /[?&](?:config|url|cmd)=/.test(address);
}

/** The servers that one such link installs. None for any other link. */
export function readLink(link: string, depth = 0): Named[] {
  const [, place = '', query = ''] = /^([^?#]{4,300})\?([^#]+)/s.exec(link) ?? [];
  if (!isPlace(place)) return [];
  const whole = decoded(query);
  if (whole.startsWith('{')) return serversIn(parseLoosely(whole));
  const parameters = new URLSearchParams(query);
  const name = parameters.get('name') ?? parameters.get('id') ?? '';
  const config = parameters.get('config');
  if (config !== null) return serversIn(parseLoosely(configText(config)), name);
  const command = parameters.get('cmd');
  if (command !== null) return serversIn({ command, args: parameters.getAll('arg') }, name);
  const url = parameters.get('url');
  if (url === null || depth === deepest) return [];
  const within = readLink(url, depth + 1);
  return within.length > 0 || !/^goose:|\/goose\//i.test(place) ? within : serversIn({ url }, name);
}

/** As JSON, or encoded once more as for an address or in Base64. */
function configText(config: string): string {
  const plain = decoded(config.trim());
  if (plain.startsWith('{')) return plain;
  // A plus sign is a space in a query.
  return decoded(Buffer.from(config.replaceAll(' ', '+'), 'base64').toString('utf8'));
}

function decoded(text: string): string {
  if (!/^\s*%/.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is before the question mark: of a site, or of a program's own scheme. */
function isPlace(place: string): boolean {
  return /^(?:https?:.*(?:install|redirect|launch|\/extension)|(?!https?:)[\w+.-]+:.*(?:mcp|extension))/i.test(place);
}
