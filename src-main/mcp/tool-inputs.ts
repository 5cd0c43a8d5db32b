import { randomUUID } from 'node:crypto';
import type { JsonObject, PresetView, ToolInputsView } from '../../src-preload/contract.ts';
import { isRecord } from '../base/is-record.ts';
import type { Context } from '../connections/context.ts';
import { requireServer, type Session } from '../connections/slot.ts';

/** In characters: a larger input, as of a file, is not kept. */
const longestKept = 256 * 1024;

interface Tool {
  serverId: string;
  tool: string;
}

/** What the session's profile entered for a tool. What does not open any more is left out. */
export function toolInputsOf(context: Context, session: Session, { serverId, tool }: Tool): ToolInputsView {
  requireServer(context.store, session, serverId);
  const presets: PresetView[] = [];
  let last: JsonObject | null = null;
  for (const { id, kind, value } of context.store.toolInputs.of({ profileId: session.profileId, serverId, tool })) {
    const read: unknown = JSON.parse(value.reveal());
    if (!isRecord(read) || !isRecord(read['input'])) continue;
    const input = read['input'] as JsonObject;
    if (kind === 'last') last = input;
    else presets.push({ id, name: String(read['name']), input });
  }
  return { last, presets };
}

/** Keeps the last input of a tool. */
export function keepInput(context: Context, session: Session, { input, ...tool }: Tool & { input: JsonObject }): void {
  save(context, session, tool, { id: randomUUID(), kind: 'last', value: { input } });
}

/** Saves a preset, or replaces the one with its id. */
export function savePreset(
  context: Context,
  session: Session,
  { id, name, input, ...tool }: Tool & { id: string; name: string; input: JsonObject },
): void {
  save(context, session, tool, { id, kind: 'preset', value: { name, input } });
}

export function removePreset(context: Context, session: Session, { serverId, id }: { serverId: string; id: string }) {
  requireServer(context.store, session, serverId);
  context.store.toolInputs.remove(id, { profileId: session.profileId, serverId });
}

function save(
  { store, now }: Context,
  session: Session,
  { serverId, tool }: Tool,
  { id, kind, value }: { id: string; kind: 'last' | 'preset'; value: object },
): void {
  requireServer(store, session, serverId);
  const text = JSON.stringify(value);
  if (text.length > longestKept) return;
  store.toolInputs.save({ id, profileId: session.profileId, serverId, tool, kind, savedAt: now() }, text);
}
