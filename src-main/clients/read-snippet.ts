import { Fault } from '../base/fault.ts';
import { addCommands, type Found } from './add-command.ts';
import { entriesIn } from './entries-in.ts';
import { installLinks, isInstallLink, readLink } from './install-link.ts';
import { jsonBlocks } from './json-blocks.ts';
import { parseConfig } from './parse-config.ts';
import type { ProgramServers } from './read-programs.ts';
import { readEntry } from './read-entry.ts';
import { parseLoosely, serversIn } from './servers-in.ts';

/** The servers in a text, and the names of those that are programs on this computer. */
export type Snippet = Pick<ProgramServers, 'servers' | 'local'>;

/** A server in settings, and where these end. */
type Written = Found & { end: number };

/** More servers than any document has, and fewer than a window can show at once. */
const mostServers = 1000;

/**
 * The servers in a text that a user has pasted: settings of a program, a command that adds a server to one, a link
 * that installs one, an address, or a whole document with several of these in it. Each address is there once, as it is
 * first described. Throws `file_invalid` where there are too many.
 */
export async function readSnippet(text: string): Promise<Snippet> {
  const plain = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const written: Written[] = [];
  for (const { at, text: piece } of pieces(plain))
    for (const one of [...inJson(piece), ...(await inConfig(piece))])
      written.push({ ...one, at: one.at + at, end: one.end + at });
  // A command in JSON is part of a server's entry, which says more.
  const commands = addCommands(plain).filter(({ at }) => !written.some((one) => one.at < at && at < one.end));
  const found = [...linkAlone(plain), ...installLinks(plain), ...commands, ...written];
  const snippet = gathered(found.toSorted((one, other) => one.at - other.at));
  if (snippet.servers.length === 0 && snippet.local.length === 0)
    snippet.servers.push(...addressesIn(plain).map((url) => ({ name: '', url, secrets: [] })));
  if (snippet.servers.length > mostServers) throw new Fault('file_invalid', 'the text has too many servers');
  return snippet;
}

function gathered(found: readonly Found[]): Snippet {
  const servers = new Map<string, Snippet['servers'][number]>();
  const local = new Set<string>();
  for (const { name, entry } of found) {
    if (entry.kind === 'local') local.add(name);
    else {
      const { url, headerNames, leftOut } = entry;
      const secrets = headerNames.map((header) => `header ${header}`);
      const before = servers.get(addressKey(url));
      if (!before) servers.set(addressKey(url), { name, url, secrets, ...(leftOut.length > 0 && { leftOut }) });
      else if (before.name === '') before.name = name;
    }
  }
  return { servers: [...servers.values()], local: [...local].filter((name) => name !== '') };
}

const addressKey = (url: string): string => URL.parse(url)?.href.replace(/\/$/, '') ?? url;

/** A link as such may hold characters at which one within a text ends. */
function linkAlone(text: string): Found[] {
  const link = text.trim();
  return /[\n\r]/.test(link) ? [] : readLink(link).map(([name, entry]) => ({ at: 0, name, entry }));
}

/** The blocks of code in a document, and what is between them. */
function pieces(text: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  let at = 0;
  for (const { 0: fence, index } of text.matchAll(/^[ \t>]*(?:```|~~~).*$/gm)) {
    found.push({ at, text: text.slice(at, index) });
    at = index + fence.length;
  }
  return [...found, { at, text: text.slice(at) }];
}

function inJson(text: string): Written[] {
  const found: Written[] = [];
  jsonBlocks(text, (block) => {
    const value = parseLoosely(block.text);
    const named = serversIn(block.key === undefined ? value : { [block.key]: value }, block.key);
    for (const [name, entry] of named) found.push({ at: block.at, end: block.at + block.text.length, name, entry });
    return named.length > 0;
  });
  return found;
}

const tomlLine = /^\s*(?:$|#|\[|\]|\}|[\w."'-]+\s*=|["'{])/;

/** Codex's TOML, and the YAML of goose and Continue. Prose after it ends it; what does not parse has no servers. */
async function inConfig(text: string): Promise<Written[]> {
  const toml = text.search(/^[ \t]*\[mcp_servers\b/m);
  const yaml = text.search(/^(?:mcpServers|extensions):[ \t]*$/m);
  const keys = [['mcp_servers'], ['mcpServers'], ['extensions']];
  try {
    const document =
      toml >= 0
        ? await parseConfig('toml', linesWhile(text.slice(toml), tomlLine))
        : yaml >= 0 && (await parseConfig('yaml', linesWhile(text.slice(yaml), /^(?:\s|-|#|$|\w+:)/)));
    return entriesIn(document, keys).flatMap(([name, value]): Written[] => {
      const entry = readEntry(value);
      return entry ? [{ at: Math.max(toml, yaml), end: text.length, name, entry }] : [];
    });
  } catch {
    return [];
  }
}

function linesWhile(text: string, wanted: RegExp): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !wanted.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).join('\n');
}

/** Addresses in a text: those that look like MCP servers, all where there is nothing else, or the only one. */
function addressesIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s"'`<>\\()\]|]+/gi)?.map(trimmed) ?? [];
  const all = [...new Set(found)].filter((url) => URL.canParse(url) && !isInstallLink(url));
  const likely = all.filter(isLikely);
  const bare = text.split('\n').every((line) => /^\s*(?:[-*]\s+)?<?(?:https?:\/\/\S+)?$/i.test(line));
  return likely.length > 0 && !bare ? likely : bare || all.length === 1 ? all : [];
}

const trimmed = (url: string): string => url.replace(/[.,;:!?*_}]+$/, '');

function isLikely(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  return /(?:^|[.-])mcp[.-]/i.test(hostname) || /\/(?:mcp|sse)(?:\/|$)/i.test(pathname);
}
