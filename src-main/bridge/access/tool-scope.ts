import type { ToolScope } from '../../../src-preload/contract/program.ts';
import type { ToolUse } from './access.ts';

/**
 * What was listed of a tool, as far as it decides: whether it says that it only reads, and whether it waits.
 * `unlisted`: nothing was listed yet; `unknown`: this tool was not.
 */
export interface KnownTool {
  state: 'approved' | 'new' | 'changed' | 'unknown' | 'unlisted';
  isReading: boolean;
}

/**
 * What a permission lets a program do with a tool. A tool that the server does not list is the server's to refuse, so a
 * permission for all tools covers it.
 */
export function toolUse({ rule, allowed }: ToolScope, name: string, { state, isReading }: KnownTool): ToolUse {
  const isAllowed = allowed.includes(name);
  if (rule === 'chosen' && !isAllowed) return 'refused';
  if (state === 'new' || state === 'changed') return 'waits';
  if (rule === 'all' || isAllowed || (rule === 'reading' && isReading)) return 'allowed';
  return rule === 'reading' && state === 'unlisted' ? 'unlisted' : 'ask';
}
