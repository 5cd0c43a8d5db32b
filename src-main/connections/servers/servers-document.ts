import * as z from 'zod/mini';
import { defaultSettings, type PlainSettings, plainSettingNames } from '../../../src-preload/contract.ts';
import { address, boundedText } from '../../base/schema.ts';
import { Fault } from '../../base/fault.ts';
import { pick } from '../../base/pick.ts';
import { Nesting } from '../../http/nesting.ts';
import type { Server } from '../../store/servers.ts';
import type { ServerSecretKind } from '../../store/server-secrets.ts';
import { plainSettings } from './setting-fields.ts';

/** The type marker of a servers file. Increase the version when an older Keyfob would lose data by reading it. */
const format = 'keyfob-servers';
const version = 1;

/** In characters. Ten thousand servers with notes of maximum length need less than half of it. */
export const largestDocument = 100_000_000;
/** The same in bytes: a UTF-16 code unit takes at most three bytes of UTF-8. */
export const largestFile = 3 * largestDocument;
const deepest = 8;
/** Far more than real files contain. */
export const mostServers = 100_000;

/** A server in a file: all settings except secrets, which are named so that the user can enter them again. */
export interface PortableServer {
  name: string;
  url: string;
  enabled?: boolean | undefined;
  /** The settings that differ from the defaults. */
  settings?: Partial<PlainSettings> | undefined;
  secrets?: string[] | undefined;
  /** What an entry of another program says beyond that, by name. Never in a file of Keyfob. */
  leftOut?: string[] | undefined;
}

const serversDocument = z.object({
  format: z.literal(format),
  version: z.int(),
  servers: z
    .array(
      z.object({
        name: boundedText(400),
        url: address,
        enabled: z.optional(z.boolean()),
        settings: z.optional(plainSettings),
        secrets: z.optional(z.array(boundedText(300))),
      }),
    )
    .check(z.maxLength(mostServers)),
});

/** The settings that differ from those of a new server; the others are not exported. */
export function differentSettings(settings: Partial<PlainSettings>): Partial<PlainSettings> {
  const different = plainSettingNames.filter(
    (name) => settings[name] !== undefined && settings[name] !== defaultSettings[name],
  );
  return pick(settings, different);
}

/** The text of a file. Contains names of secrets and headers, never their values. */
export function writeDocument(servers: PortableServer[]): string {
  return `${JSON.stringify({ format, version, servers }, undefined, 2)}\n`;
}

export function portableServer(server: Server, kinds: ServerSecretKind[], headerNames: string[]): PortableServer {
  const settings = differentSettings(server);
  const secrets = [...kinds.filter((kind) => kind !== 'headers'), ...headerNames.map((name) => `header ${name}`)];
  return {
    name: server.name,
    url: server.url,
    ...(!server.enabled && { enabled: false }),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(secrets.length > 0 && { secrets }),
  };
}

/**
 * Parses a file, which is untrusted input. Throws `file_newer` for one from a later Keyfob, and `file_invalid` for
 * anything else that is not a list of servers.
 */
export function readDocument(content: string): PortableServer[] {
  if (content.length > largestDocument) throw invalid('it is too large');
  const nesting = new Nesting();
  for (let at = 0; at < content.length; at += 1) nesting.next(content.charCodeAt(at));
  if (nesting.most > deepest) throw invalid('it nests too deep');
  const value = parse(content);
  const says = value as { format?: unknown; version?: unknown } | null;
  if (says?.format === format && typeof says.version === 'number' && says.version > version)
    throw new Fault('file_newer', `the file is of version ${says.version}`);
  const read = serversDocument.safeParse(value);
  if (!read.success) throw invalid('it is not in the form of a list of servers', read.error);
  return read.data.servers;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
}

function invalid(why: string, cause?: unknown): Fault {
  return new Fault('file_invalid', `the file cannot be read: ${why}`, { cause });
}
