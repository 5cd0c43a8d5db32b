import type { ErrorView } from './error.ts';

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface ToolView {
  /** The tool's name at the server. */
  name: string;
  /** The name without hidden characters, if it has any: show this one. */
  shownName?: string;
  title?: string;
  description?: string;
  /** Empty if it cannot be shown as a form. */
  inputSchema: JsonObject;
  /** A form would block the window: the input is entered as JSON. */
  formTooLarge?: true;
  /** The user waived the confirmation, and the server's description has not changed since. */
  waived?: true;
  /** A hash of the tool's description; sent back when the user waives the confirmation. */
  fingerprint?: string;
  annotations: { readOnly?: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean };
}

/** Why a tool that the server lists cannot be used. */
export type UnusableReason =
  | 'not_an_object'
  | 'name_missing'
  | 'name_too_long'
  | 'name_taken'
  | 'schema_missing'
  | 'schema_not_an_object'
  | 'schema_type'
  | 'schema_malformed'
  | 'header_not_allowed';

export interface UnusableTool {
  /** Empty if it has none. */
  name: string;
  reason: UnusableReason;
}

/** Why the server's list may go on after what is listed here. */
export type ListProblem = 'page_unreadable' | 'cursor_unusable' | 'cursor_repeated' | 'pages_endless';

/** The tools of a server. */
export interface ToolListView {
  tools: ToolView[];
  /** Tools of the server that are left out, at most 100. */
  unusable?: UnusableTool[];
  problem?: ListProblem;
  /** The server has more than the 10,000 tools listed here. */
  isCut?: true;
}

/** A tool in the combined list of all servers, without its schema: the server's own list has that. */
export interface AvailableToolView extends Omit<
  ToolView,
  'inputSchema' | 'formTooLarge' | 'annotations' | 'fingerprint'
> {
  serverId: string;
  serverName: string;
  /** The name with the server's tool prefix. */
  qualifiedName: string;
}

export interface AvailableToolsView {
  tools: AvailableToolView[];
  /** Servers whose tools are not included. */
  skipped: { serverId: string; reason: ErrorView }[];
  /** What the lists of included servers lack; absent if nothing. */
  leftOut?: { serverId: string; unusable?: UnusableTool[]; problem?: ListProblem }[];
}

export type ToolContentView =
  | { type: 'text'; text: string }
  | { type: 'image' | 'audio'; mimeType: string; /** base64 */ data: string }
  | { type: 'link'; uri: string; name: string; description?: string }
  | { type: 'resource'; uri: string; mimeType?: string; text?: string }
  | { type: 'other'; json: Json };

/** How a result differs from what MCP says, or from the schema that the server promised. */
export interface ResultMisfit {
  reason: 'result_unknown' | 'content_unfit' | 'part_unknown' | 'structured_missing' | 'structured_unfit';
  /** For the server's operator, in English: a place, a type. */
  detail?: string;
}

export interface ToolResultView {
  /** The tool ran and reports a failure. */
  isError: boolean;
  /** The tool ran, and its result is shown as it is. */
  misfits?: ResultMisfit[];
  content: ToolContentView[];
  /** The remaining parts as JSON of `ToolContentView[]`, a few in each string: parsed when the user asks for them. */
  laterContent?: string[];
  laterCount?: number;
  structuredContent?: Json;
  milliseconds: number;
}

/** A call's progress as the server reports it. */
export interface ToolProgressView {
  progress: number;
  /** The final value of `progress`; absent if unknown. */
  total?: number;
  /** The server's own text. */
  message?: string;
}

export interface ToolRequests {
  'tools:list': { input: { serverId: string; refresh?: boolean }; output: ToolListView };
  /** The tools of all enabled servers that can be called now. */
  'tools:available': { input: { refresh?: boolean }; output: AvailableToolsView };
  /** `callId` is chosen by the window, so that it can cancel the call. */
  'tools:call': {
    /** `stepUp`: requests missing scopes from the user first, then calls once. */
    input: { serverId: string; callId: string; tool: string; arguments: JsonObject; stepUp?: boolean };
    output: ToolResultView;
  };
  'tools:cancel': { input: { callId: string }; output: null };
  /** Waives the confirmation of a destructive tool for this profile, or restores it. */
  'tools:waive': {
    /** `fingerprint`: of the tool as the user saw it, when waiving. */
    input: { serverId: string; tool: string; waived: boolean; fingerprint?: string };
    output: null;
  };
}

export interface ToolEvents {
  /** The server's tools have changed since they were listed. */
  'tools:changed': { serverId: string };
  /** Sent only to the calling window. */
  'tools:progress': { callId: string } & ToolProgressView;
}

/**
 * Whether the user must confirm a call: unless the tool says that it only reads or is not destructive. Without
 * annotations, it counts as destructive. MCP, ToolAnnotations: the defaults are `readOnlyHint` false and
 * `destructiveHint` true.
 */
export function mayDestroy({ annotations: { readOnly, destructive } }: Pick<ToolView, 'annotations'>): boolean {
  return readOnly !== true && destructive !== false;
}
