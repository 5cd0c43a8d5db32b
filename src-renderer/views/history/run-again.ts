import type { HistoryCall, JsonObject } from '../../../src-preload/contract.ts';
import { keepDraft, toolKey } from '../../stores/tool-calls.ts';
import { chooseTool } from '../../stores/tools.ts';
import { select } from '../../stores/window.ts';

/** Fills the tool's form with the input of a call. The user runs it, or changes it first. */
export function runAgain({ serverId, tool }: Pick<HistoryCall, 'serverId' | 'tool'>, input: JsonObject): void {
  keepDraft(toolKey(serverId, tool), input);
  chooseTool(serverId, tool);
  select(serverId, 'tools');
}
