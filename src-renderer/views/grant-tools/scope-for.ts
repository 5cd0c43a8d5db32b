import type { GrantTool, ToolRule, ToolScope } from '../../../src-preload/contract.ts';

/**
 * What a rule begins with when the user chooses it: its own earlier list, and for chosen tools those that the program
 * can use now without a question. No other rule takes over a list, because it would then ask less than it says.
 */
export function scopeFor(rule: ToolRule, saved: ToolScope, tools: readonly GrantTool[]): ToolScope {
  if (rule === saved.rule) return saved;
  if (rule !== 'chosen') return { rule, allowed: [] };
  const isUsable = ({ name, readOnly, state }: GrantTool) =>
    state === 'approved' &&
    (saved.rule === 'all' || saved.allowed.includes(name) || (saved.rule === 'reading' && readOnly));
  return { rule, allowed: tools.filter(isUsable).map(({ name }) => name) };
}
