import type { JsonObject, PageState, Place } from '../../src-preload/contract.ts';
import { listen, request } from '../bridge.ts';
import type { Draft } from './draft.ts';
import { useChosenProgram } from './programs.ts';
import { useSettingsDrafts } from './settings-drafts.ts';
import { type InputView, useToolCalls } from './tool-calls.ts';
import { useChosenTools, useTools } from './tools.ts';
import { allTyped, restoreTyped } from './typed.ts';
import { type Dialog, type Screen, select, showScreen, type Tab, useWindow } from './window.ts';
import { draftWithoutSecrets, inputWithoutSecrets, markedIn, textWithoutSecrets } from './without-secrets.ts';

/** What an earlier page of this version wrote, so it is not checked again. */
interface Shown {
  window: { screen: Screen; selected: string | null; tab: Tab; search: string; dialog: Dialog | null };
  tools: Record<string, string>;
  program: string | null;
}

interface Typed {
  fields: JsonObject;
  settings: Record<string, { touched: Partial<Draft>; dirty: boolean }>;
  tools: { view: InputView; drafts: Record<string, unknown>; texts: Record<string, string> };
  marked: Record<string, readonly string[]>;
}

/**
 * By tool, the names in its input that its schema marks as secret: noted while the tool is known, which it is no more
 * after Keyfob was locked. What was typed for other tools is not handed over.
 */
let markedOf: Record<string, readonly string[]> = {};

/** Hands over what the next page needs, when main is about to end this one. */
export function followLeaving(): () => void {
  const stops = [
    listen('page:leaving', () => void request('page:keep', pageState())),
    useToolCalls.subscribe(noteMarked),
  ];
  return () => stops.forEach((stop) => stop());
}

function noteMarked({ drafts, texts }: Pick<Typed['tools'], 'drafts' | 'texts'>): void {
  for (const key of [...Object.keys(drafts), ...Object.keys(texts)]) {
    const [serverId = '', name] = key.split('\n');
    const tool = useTools.getState()[serverId]?.tools?.find((one) => one.name === name);
    if (tool) markedOf[key] = markedIn(tool.inputSchema);
  }
}

/** Begins where the page before was, and where the user wanted to go. Main refuses it while Keyfob is locked. */
export async function restorePage(): Promise<void> {
  const result = await request('page:restore');
  if (!result.ok) return;
  const { state, place } = result.value;
  if (state) apply(state.shown as unknown as Shown, state.typed as unknown as Typed);
  if (place) showPlace(place);
}

/** The server has to be one that the page will have. */
export function showPlace(place: Place): void {
  if ('screen' in place) showScreen(place.screen);
  else select(place.serverId);
}

function apply(shown: Shown, typed: Typed): void {
  restoreTyped(typed.fields);
  useSettingsDrafts.setState(typed.settings);
  markedOf = typed.marked;
  useToolCalls.setState(typed.tools);
  useChosenTools.setState(shown.tools);
  useChosenProgram.setState({ id: shown.program });
  useWindow.setState(shown.window);
}

export function pageState(): PageState {
  const { screen, selected, tab, search, dialog } = useWindow.getState();
  const shown: Shown = {
    window: { screen, selected, tab, search, dialog: dialog && isKept(dialog) ? dialog : null },
    tools: useChosenTools.getState(),
    program: useChosenProgram.getState().id,
  };
  const { view, drafts, texts } = useToolCalls.getState();
  noteMarked({ drafts, texts });
  const settings = Object.entries(useSettingsDrafts.getState()).map(([serverId, { touched, dirty }]) => [
    serverId,
    { touched: draftWithoutSecrets(touched), dirty },
  ]);
  const typed = {
    fields: mapEntries(allTyped(), fieldToKeep),
    settings: Object.fromEntries(settings) as JsonObject,
    tools: { view, drafts: mapEntries(drafts, draftToKeep), texts: mapEntries(texts, textToKeep) },
    marked: markedOf,
  };
  // As JSON: without members that are undefined.
  return JSON.parse(JSON.stringify({ shown, typed })) as PageState;
}

/** Not those about a tool's input, which may hold secrets, and is still in the tool's form. */
const isKept = (dialog: Dialog): boolean => !('call' in dialog);

function mapEntries<From, To>(record: Record<string, From>, keep: (key: string, value: From) => To | undefined) {
  const entries = Object.entries(record).map(([key, value]) => [key, keep(key, value)]);
  return Object.fromEntries(entries) as Record<string, To>;
}

/** Not an address with a password. */
const fieldToKeep = (_: string, value: JsonObject[string]) =>
  typeof value === 'string' && URL.parse(value)?.password ? undefined : value;

function draftToKeep(key: string, draft: unknown) {
  const marked = markedOf[key];
  return marked && inputWithoutSecrets(draft, marked);
}

function textToKeep(key: string, text: string) {
  const marked = markedOf[key];
  return marked && textWithoutSecrets(text, marked);
}
