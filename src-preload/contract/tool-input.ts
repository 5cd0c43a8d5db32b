import type { JsonObject } from './tool.ts';

/** An input of a tool under a name. */
export interface PresetView {
  id: string;
  name: string;
  input: JsonObject;
}

/** What a person entered for a tool before, without secrets. */
export interface ToolInputsView {
  last: JsonObject | null;
  /** In the order in which they were saved. */
  presets: PresetView[];
}

export interface ToolInputRequests {
  'inputs:of-tool': { input: { serverId: string; tool: string }; output: ToolInputsView };
  /** Keeps the last input of a tool. */
  'inputs:keep': { input: { serverId: string; tool: string; input: JsonObject }; output: null };
  /** Saves a preset; one with the same id is replaced. */
  'inputs:save-preset': {
    input: { serverId: string; tool: string; id: string; name: string; input: JsonObject };
    output: null;
  };
  'inputs:remove-preset': { input: { serverId: string; id: string }; output: null };
}
