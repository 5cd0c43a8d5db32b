import { create } from 'zustand';
import type { JsonObject, PresetView, Result, ToolInputsView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useTools } from './tools.ts';
import { inputWithoutSecrets, markedIn } from './without-secrets.ts';

/** What was entered for each tool before, once it was asked for. */
export const useToolInputs = create<Record<string, ToolInputsView>>(() => ({}));

const keyOf = (serverId: string, tool: string) => `${serverId}\n${tool}`;

/** Loads what was entered for a tool before. */
export async function loadInputs(serverId: string, tool: string): Promise<ToolInputsView | undefined> {
  const result = await request('inputs:of-tool', { serverId, tool });
  if (!result.ok) return undefined;
  useToolInputs.setState({ [keyOf(serverId, tool)]: result.value });
  return result.value;
}

/** Keeps the last input of a tool, without secrets. */
export async function keepInput(serverId: string, tool: string, input: JsonObject): Promise<void> {
  await request('inputs:keep', { serverId, tool, input: withoutSecrets(serverId, tool, input) });
}

/** Saves a preset, without secrets, or replaces the one with its id. */
export async function savePreset(serverId: string, tool: string, preset: PresetView): Promise<Result<null>> {
  const kept = { ...preset, input: withoutSecrets(serverId, tool, preset.input) };
  const result = await request('inputs:save-preset', { serverId, tool, ...kept });
  if (result.ok)
    change(serverId, tool, (presets) =>
      presets.some(({ id }) => id === kept.id)
        ? presets.map((one) => (one.id === kept.id ? kept : one))
        : [...presets, kept],
    );
  return result;
}

export async function removePreset(serverId: string, tool: string, id: string): Promise<Result<null>> {
  const result = await request('inputs:remove-preset', { serverId, id });
  if (result.ok) change(serverId, tool, (presets) => presets.filter((one) => one.id !== id));
  return result;
}

export function forgetInputs(serverId: string): void {
  useToolInputs.setState(
    (state) => Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith(`${serverId}\n`))),
    true,
  );
}

function change(serverId: string, tool: string, presetsOf: (presets: PresetView[]) => PresetView[]): void {
  const key = keyOf(serverId, tool);
  const { last = null, presets = [] } = useToolInputs.getState()[key] ?? {};
  useToolInputs.setState({ [key]: { last, presets: presetsOf(presets) } });
}

function withoutSecrets(serverId: string, tool: string, input: JsonObject): JsonObject {
  const schema = useTools.getState()[serverId]?.tools?.find(({ name }) => name === tool)?.inputSchema ?? {};
  return inputWithoutSecrets(input, markedIn(schema)) as JsonObject;
}
