import type { ErrorView } from './error.ts';

/** JSON as it travels over IPC. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface ToolView {
  /** What the server knows it by. */
  name: string;
  /** The name without what hides in it, where something does: this is the one to show. */
  shownName?: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  annotations: { readOnly?: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean };
}

/** A tool among those of all servers. */
export interface AvailableToolView extends ToolView {
  serverId: string;
  serverName: string;
  /** With what a person had its server's tools begin with. */
  qualifiedName: string;
}

export interface AvailableToolsView {
  tools: AvailableToolView[];
  /** Servers whose tools are not among them. */
  skipped: { serverId: string; reason: ErrorView }[];
}

export type ToolContentView =
  | { type: 'text'; text: string }
  | { type: 'image' | 'audio'; mimeType: string; /** base64 */ data: string }
  | { type: 'link'; uri: string; name: string; description?: string }
  | { type: 'resource'; uri: string; mimeType?: string; text?: string }
  | { type: 'other'; json: Json };

export interface ToolResultView {
  /** The tool ran and says that it failed. */
  isError: boolean;
  content: ToolContentView[];
  structuredContent?: Json;
  milliseconds: number;
}

/** How far a call is, as the server says. */
export interface ToolProgressView {
  progress: number;
  /** What `progress` grows towards; absent where nobody knows. */
  total?: number;
  /** The server's own words. */
  message?: string;
}

export interface ToolRequests {
  'tools:list': { input: { serverId: string; refresh?: boolean }; output: ToolView[] };
  /** Of every server that is turned on, as far as they may be called now. */
  'tools:available': { input: { refresh?: boolean }; output: AvailableToolsView };
  /** `callId` is the window's own, so that it can cancel. */
  'tools:call': {
    /** `stepUp`: asks for the access that the call wants first, waits for the person, and then calls once. */
    input: { serverId: string; callId: string; tool: string; arguments: JsonObject; stepUp?: boolean };
    output: ToolResultView;
  };
  'tools:cancel': { input: { callId: string }; output: null };
}

export interface ToolEvents {
  /** What the server's tools are has changed since they were listed. */
  'tools:changed': { serverId: string };
  /** To the window that calls, and to no other. */
  'tools:progress': { callId: string } & ToolProgressView;
}
