import type { NameWarning, ProgramId } from '../../src-preload/contract/wiring.ts';

/** What the programs do with names, as seen in Claude Code 2.1.332, Codex 0.171, Gemini CLI 0.61 and opencode 1.18. */
const rules: Partial<Record<ProgramId, { allowed?: RegExp; joins: boolean; prefix?: string; longest?: number }>> = {
  'claude-code': { allowed: /^[\w-]+$/, joins: true },
  codex: { allowed: /^[\w:@/.-]+$/, joins: true, prefix: 'mcp__', longest: 128 },
  gemini: { joins: false, prefix: 'mcp_', longest: 64 },
  opencode: { joins: true },
};

/** Whether a program cuts the names of tools, or replaces them. */
export function limitsNames(program: ProgramId): boolean {
  return rules[program]?.longest !== undefined;
}

/**
 * Warnings about a name before it is written: with the names that the program has already and the names of the
 * server's tools.
 */
export function nameWarnings(
  program: ProgramId,
  name: string,
  others: readonly string[],
  tools: readonly string[],
): NameWarning[] {
  const rule = rules[program];
  if (!rule) return [];
  const { allowed, joins, prefix = '', longest } = rule;
  const warnings: NameWarning[] = [];
  if (allowed && !allowed.test(name)) warnings.push({ kind: 'refused' });
  const alike = joins && others.find((other) => other !== name && joined(other) === joined(name));
  if (typeof alike === 'string') warnings.push({ kind: 'alike', other: alike });
  const gap = program === 'codex' ? '__' : '_';
  const tool = tools.find((each) => longest !== undefined && `${prefix}${name}${gap}${each}`.length > longest);
  if (tool !== undefined) warnings.push({ kind: 'long', tool });
  return warnings;
}

const joined = (name: string) => name.replaceAll(/[./]/g, '_');
