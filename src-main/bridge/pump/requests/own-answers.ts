import { allListKinds, listKinds, type ListKind } from '../../lists/list-kinds.ts';
import { filled, type AgentWords } from '../agent-words.ts';
import type { Need } from './gate.ts';
import { isObjectText, rawElements, rawMember, withMember } from '../agent/json-text.ts';
import { namedIn, wordsOf, type Link } from './link.ts';

const legacyVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
export const modernVersion = '2026-07-28';

/** Every result of 2026-07-28 has a type (MCP 2026-07-28, Base Protocol, Results). */
export const modernMembers = { resultType: 'complete' };
/** Results that a client may keep (MCP 2026-07-28, Utilities, Caching): not one of Keyfob's own. */
export const modernListMembers = { ...modernMembers, ttlMs: 0, cacheScope: 'private' };

const ownCapabilities = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { listChanged: true },
  completions: {},
};

const serverInfo = ({ bridge }: Link) => ({ name: 'Keyfob', version: bridge.context.version });

/** The result of `initialize` where the server's own is not known yet. Its revision is none above the requested one. */
export function ownInitializeResult(link: Link, requested: unknown): string {
  const notAbove = legacyVersions.find((version) => typeof requested === 'string' && version <= requested);
  const protocolVersion = notAbove ?? (isVersion(requested) ? legacyVersions.at(-1) : legacyVersions[0]);
  const capabilities = { ...ownCapabilities, logging: {} };
  return JSON.stringify({ protocolVersion, capabilities, serverInfo: serverInfo(link) });
}

export function ownDiscoverResult(link: Link): string {
  return JSON.stringify({
    supportedVersions: [modernVersion],
    capabilities: ownCapabilities,
    _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo(link) },
    ...modernListMembers,
  });
}

const isVersion = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/**
 * A server's result of `initialize` as the agent gets it: with `listChanged`, since Keyfob tells of changes that the
 * server does not, and never above the requested revision, because some clients leave a server that answers so.
 */
export function initializeForAgent(result: string, requested: unknown): string {
  let capabilities = rawMember(result, 'capabilities') ?? '{}';
  if (!isObjectText(result) || !isObjectText(capabilities)) return result;
  for (const name of new Set(allListKinds.map((kind) => listKinds[kind].capability))) {
    const declared = rawMember(capabilities, name);
    if (declared !== undefined && isObjectText(declared))
      capabilities = withMember(capabilities, name, withMember(declared, 'listChanged', 'true'));
  }
  const changed = withMember(result, 'capabilities', capabilities);
  const version: unknown = JSON.parse(rawMember(result, 'protocolVersion') ?? 'null');
  const isAbove = isVersion(version) && isVersion(requested) && version > requested;
  return isAbove ? withMember(changed, 'protocolVersion', JSON.stringify(requested)) : changed;
}

/** A list of nothing but, among tools, the one that helps with what is missing. */
export function ownList(link: Link, kind: ListKind, need: Need | undefined, members: Record<string, unknown>): string {
  const items = kind === 'tools' ? [ownTool(link, need)] : [];
  return JSON.stringify({ [kind]: items, ...members });
}

const toolOfNeed = { unlock: 'unlock', access: 'access', sign_in: 'signIn', gone: 'status', off: 'status' } as const;

const names = {
  signIn: 'keyfob_sign_in',
  access: 'keyfob_access',
  unlock: 'keyfob_unlock',
  status: 'keyfob_status',
} as const satisfies Record<keyof AgentWords['tools'], string>;

function ownTool(link: Link, need: Need | undefined) {
  const key = need ? toolOfNeed[need] : 'status';
  link.agent.hasStatusTool = key === 'status';
  return {
    name: names[key],
    description: filled(wordsOf(link).tools[key], namedIn(link)),
    inputSchema: { type: 'object', properties: {} },
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

/**
 * Which text of `done` and `tools` belongs to a tool of Keyfob's own; undefined for a server's, which may have the same
 * name. An agent may call one of Keyfob's long after the server has listed: some ignore `list_changed`.
 *
 * @param listed - What the server is known to list, as JSON.
 */
export function ownToolKey(name: unknown, listed: () => string | undefined): keyof typeof names | undefined {
  const key = (Object.keys(names) as (keyof typeof names)[]).find((each) => names[each] === name);
  return key && !hasTool(listed() ?? '{}', names[key]) ? key : undefined;
}

const hasTool = (list: string, name: string): boolean =>
  rawElements(rawMember(list, 'tools') ?? '[]').some((tool) => rawMember(tool, 'name') === JSON.stringify(name));
