import type { GrantTool } from '../../../src-preload/contract/program.ts';
import type { ListedTool } from './tool-definition.ts';
import type { KnownTool } from './tool-scope.ts';

/** A tool as the window lists it for a permission. Texts of the server's are as it wrote them. */
export function grantTool({ tool, state }: { tool: ListedTool; state: KnownTool['state'] }): GrantTool {
  const shown = JSON.parse(tool.definition) as { title?: unknown; description?: unknown; annotations?: unknown };
  const { title, description, annotations } = shown;
  const hints = (annotations ?? {}) as { title?: unknown; readOnlyHint?: unknown; destructiveHint?: unknown };
  const readOnly = hints.readOnlyHint === true;
  return {
    name: tool.name,
    title: textOf(title) ?? textOf(hints.title),
    description: textOf(description),
    readOnly,
    destructive: !readOnly && hints.destructiveHint !== false,
    state: state === 'new' || state === 'changed' ? state : 'approved',
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
