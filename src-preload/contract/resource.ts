import type { ListProblem } from './tool.ts';

export interface ResourceView {
  uri: string;
  /** The address without hidden characters, if it has any: show this one. */
  shownUri?: string;
  /** The title, or the name. */
  name: string;
  description?: string;
  mimeType?: string;
  /** In bytes. */
  size?: number;
}

/** Addresses of resources with parts to fill in (RFC 6570). */
export interface ResourceTemplateView {
  template: string;
  name: string;
  description?: string;
  mimeType?: string;
  /** In the order of the template. */
  variables: string[];
}

export interface ResourceListView {
  resources: ResourceView[];
  templates: ResourceTemplateView[];
  /** How many entries of the server have no address or no name. */
  leftOut?: number;
  problem?: ListProblem;
  /** The server has more than the 10,000 resources listed here. */
  isCut?: true;
}

/** One part of a resource: text, or bytes. */
export type ResourcePartView = { uri: string; mimeType?: string } & (
  | { text: string }
  | { /** base64 */ data: string; /** In bytes. */ size: number }
);

export interface ResourceContentsView {
  /** The address that was read. */
  uri: string;
  parts: ResourcePartView[];
  /** When the answer came, in milliseconds. */
  at: number;
}

/** A filled-in template, or an address. */
export type ResourceChoice = { uri: string } | { template: string; variables: Record<string, string> };

export interface Completion {
  values: string[];
  /** There are more than these. */
  hasMore?: true;
}

export interface ResourceRequests {
  'resources:list': { input: { serverId: string }; output: ResourceListView };
  'resources:read': { input: { serverId: string; resource: ResourceChoice }; output: ResourceContentsView };
  /** Suggestions for a variable of a template, or for an argument of a prompt. */
  'resources:complete': {
    input: {
      serverId: string;
      for: { template: string } | { prompt: string };
      argument: string;
      value: string;
      /** What is filled in already. */
      known: Record<string, string>;
    };
    output: Completion;
  };
  /** Whether the server tells of changes. It does until it is told not to, or the session ends. */
  'resources:subscribe': { input: { serverId: string; uri: string; on: boolean }; output: null };
  /** Returns whether the user chose a file. */
  'resources:save': { input: { uri: string; contents: { text: string } | { data: string } }; output: boolean };
}

export interface ResourceEvents {
  'resources:updated': { serverId: string; uri: string; at: number };
  /** The server tells of changes no more: its session has ended. */
  'resources:unsubscribed': { serverId: string; uri: string };
}
