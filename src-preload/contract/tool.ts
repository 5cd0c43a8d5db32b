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
  /** Empty where no form can be made of it. */
  inputSchema: JsonObject;
  /** A form would hold up the window: the input is written as JSON. */
  formTooLarge?: true;
  /** The person let it run without being asked each time, and its server describes it as it did then. */
  waived?: true;
  /** Of what its server says of it: goes along where the person lets it run unasked. */
  fingerprint?: string;
  annotations: { readOnly?: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean };
}

/** What a server can do. */
export interface ToolListView {
  tools: ToolView[];
  /** The server names more than the 10,000 that are listed here. */
  isCut?: true;
}

/** A tool among those of all servers, without its schema: it is opened at its server. */
export interface AvailableToolView extends Omit<
  ToolView,
  'inputSchema' | 'formTooLarge' | 'annotations' | 'fingerprint'
> {
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
  /** The parts after those, as the JSON of `ToolContentView[]`, a few in each: they are read when a person asks for them. */
  laterContent?: string[];
  laterCount?: number;
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
  'tools:list': { input: { serverId: string; refresh?: boolean }; output: ToolListView };
  /** Of every server that is turned on, as far as they may be called now. */
  'tools:available': { input: { refresh?: boolean }; output: AvailableToolsView };
  /** `callId` is the window's own, so that it can cancel. */
  'tools:call': {
    /** `stepUp`: asks for the access that the call wants first, waits for the person, and then calls once. */
    input: { serverId: string; callId: string; tool: string; arguments: JsonObject; stepUp?: boolean };
    output: ToolResultView;
  };
  'tools:cancel': { input: { callId: string }; output: null };
  /** Lets a tool that may destroy something run without a question from now on, for this profile; or has it asked again. */
  'tools:waive': {
    /** `fingerprint`: of the tool as the person was shown it, where it may run unasked. */
    input: { serverId: string; tool: string; waived: boolean; fingerprint?: string };
    output: null;
  };
}

export interface ToolEvents {
  /** What the server's tools are has changed since they were listed. */
  'tools:changed': { serverId: string };
  /** To the window that calls, and to no other. */
  'tools:progress': { callId: string } & ToolProgressView;
}

/**
 * Whether a person is asked before a tool runs: unless it says that it only reads, or that it destroys nothing. A server that says
 * nothing of it is taken to mean that it may. MCP, ToolAnnotations: `readOnlyHint` is false and `destructiveHint` true by default.
 */
export function mayDestroy({ annotations: { readOnly, destructive } }: Pick<ToolView, 'annotations'>): boolean {
  return readOnly !== true && destructive !== false;
}
