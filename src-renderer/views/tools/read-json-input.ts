import type { JsonObject } from '../../../src-preload/contract.ts';
import { type JsonFault, scanJson } from './scan-json.ts';

export type JsonInput =
  | { ok: true; input: JsonObject }
  | { ok: false; fault: JsonFault | { kind: 'notObject'; at: number; found: string } };

/** Parses JSON text as a tool's input. */
export function readJsonInput(text: string): JsonInput {
  const fault = scanJson(text);
  if (fault) return { ok: false, fault };
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { ok: true, input: value as JsonObject };
  return { ok: false, fault: { kind: 'notObject', at: text.search(/\S/), found: text.trim().charAt(0) } };
}

/** Counted from 1, as in editors. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}
