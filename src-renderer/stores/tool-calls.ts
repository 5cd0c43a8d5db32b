import { create } from 'zustand';
import {
  type ErrorView,
  type Events,
  type JsonObject,
  mayDestroy,
  type ToolProgressView,
  type ToolResultView,
  type ToolView,
} from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { keepInput } from './tool-inputs.ts';
import { forgetQuestionsOf } from './questions.ts';
import { openDialog } from './window.ts';

export interface RunningCall {
  state: 'running';
  callId: string;
  startedAt: number;
  progress?: ToolProgressView;
}

export type ToolCall =
  | RunningCall
  | { state: 'done'; at: number; result: ToolResultView }
  | { state: 'failed'; at: number; error: ErrorView };

/** A finished call with its input. */
export interface PastCall {
  id: string;
  input: JsonObject;
  call: Exclude<ToolCall, RunningCall>;
}

/** Per tool, because results may be large. */
const mostPast = 20;

/** How the user edits a tool's input. */
export type InputView = 'form' | 'json';

interface ToolCallsState {
  /** The last choice, for all tools. */
  view: InputView;
  /** Unsent input, kept while the user looks at another tool. */
  drafts: Record<string, unknown>;
  /** The same as JSON text once the user has edited that; it may be incomplete. */
  texts: Record<string, string>;
  calls: Record<string, ToolCall>;
  /** Of this session, newest first. */
  past: Record<string, PastCall[]>;
}

export const useToolCalls = create<ToolCallsState>(() => ({
  view: 'form',
  drafts: {},
  texts: {},
  calls: {},
  past: {},
}));

export function toolKey(serverId: string, tool: string): string {
  return `${serverId}\n${tool}`;
}

export function chooseView(view: InputView): void {
  useToolCalls.setState({ view });
}

/** Replaces the JSON text. */
export function keepDraft(key: string, draft: unknown): void {
  useToolCalls.setState((state) => {
    const { [key]: _, ...texts } = state.texts;
    return { drafts: { ...state.drafts, [key]: draft }, texts };
  });
}

export function keepText(key: string, text: string): void {
  useToolCalls.setState(({ texts }) => ({ texts: { ...texts, [key]: text } }));
}

function setCall(key: string, call: ToolCall): void {
  useToolCalls.setState(({ calls }) => ({ calls: { ...calls, [key]: call } }));
}

/** Whether running the tool needs confirmation. */
export function needsConfirmation(tool: ToolView): boolean {
  return mayDestroy(tool) && !tool.waived;
}

/** Runs the tool, after a confirmation if it may be destructive. */
export function runTool(serverId: string, tool: ToolView, input: JsonObject): void {
  if (needsConfirmation(tool)) openDialog({ kind: 'run', serverId, call: { tool: tool.name, input } });
  else void callTool(serverId, tool.name, input);
}

/** `stepUp`: the user has agreed to be asked for the missing scopes. */
export async function callTool(serverId: string, tool: string, input: JsonObject, stepUp = false): Promise<void> {
  const key = toolKey(serverId, tool);
  const callId = crypto.randomUUID();
  const at = Date.now();
  setCall(key, { state: 'running', callId, startedAt: at });
  void keepInput(serverId, tool, input);
  const result = await request('tools:call', {
    serverId,
    callId,
    tool,
    arguments: input,
    ...(stepUp && { stepUp }),
  });
  forgetQuestionsOf(callId);
  const current = useToolCalls.getState().calls[key];
  if (current?.state !== 'running' || current.callId !== callId) return;
  const call = result.ok
    ? ({ state: 'done', at, result: result.value } as const)
    : ({ state: 'failed', at, error: result.error } as const);
  setCall(key, call);
  useToolCalls.setState(({ past }) => ({
    past: { ...past, [key]: [{ id: callId, input, call }, ...(past[key] ?? [])].slice(0, mostPast) },
  }));
}

/** Ignored for a call that has ended or is no longer shown. */
export function noteProgress({ callId, ...progress }: Events['tools:progress']): void {
  const [key, call] =
    Object.entries(useToolCalls.getState().calls).find(([, one]) => one.state === 'running' && one.callId === callId) ??
    [];
  if (key !== undefined && call?.state === 'running') setCall(key, { ...call, progress });
}

/** Shows an earlier call with its input and result. */
export function showPast(key: string, { input, call }: PastCall): void {
  keepDraft(key, input);
  setCall(key, call);
}

export async function cancelCall(callId: string): Promise<void> {
  await request('tools:cancel', { callId });
}

export function forgetCalls(serverId: string): void {
  const keep = ([key]: [string, unknown]) => !key.startsWith(`${serverId}\n`);
  useToolCalls.setState(({ drafts, texts, calls, past }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(keep)),
    texts: Object.fromEntries(Object.entries(texts).filter(keep)),
    calls: Object.fromEntries(Object.entries(calls).filter(keep)),
    past: Object.fromEntries(Object.entries(past).filter(keep)),
  }));
}
