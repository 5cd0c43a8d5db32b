import { isArrayText, rawElements, rawMember, withMember } from '../agent/json-text.ts';
import type { Link } from './link.ts';

/** Notes what the server listed, before its agent has it. `isLast`: no page comes after this one. */
export function seeTools({ bridge, slot }: Link, list: string, isLast: boolean): void {
  const tools = rawMember(list, 'tools') ?? '[]';
  if (isArrayText(tools)) bridge.access.seeTools(slot, JSON.parse(tools) as unknown[], isLast);
}

/** A list of tools as the agent gets it: without those that it may not call, and those that wait for the user. */
export function shownTools({ bridge, caller, slot }: Link, list: string): string {
  const tools = rawElements(rawMember(list, 'tools') ?? '[]');
  const useOf = bridge.access.toolUses(caller, slot);
  const shown = tools.filter((tool) => {
    const use = useOf(String((JSON.parse(tool) as { name?: unknown }).name));
    return use !== 'waits' && use !== 'refused';
  });
  return shown.length === tools.length ? list : withMember(list, 'tools', `[${shown.join(',')}]`);
}
