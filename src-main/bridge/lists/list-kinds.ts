/** What a server can list, and how a client is told that a list has changed (MCP 2025-11-25 and 2026-07-28, Server). */
export const listKinds = {
  tools: { method: 'tools/list', capability: 'tools', changed: 'notifications/tools/list_changed' },
  prompts: { method: 'prompts/list', capability: 'prompts', changed: 'notifications/prompts/list_changed' },
  resources: { method: 'resources/list', capability: 'resources', changed: 'notifications/resources/list_changed' },
  resourceTemplates: {
    method: 'resources/templates/list',
    capability: 'resources',
    changed: 'notifications/resources/list_changed',
  },
} as const;

/** The name of a list is that of its member in a result. */
export type ListKind = keyof typeof listKinds;

export const allListKinds = Object.keys(listKinds) as ListKind[];

const byMethod = new Map<string, ListKind>(allListKinds.map((kind) => [listKinds[kind].method, kind]));

export const listKindOf = (method: string): ListKind | undefined => byMethod.get(method);
