import { afterAll, expect, it } from 'vitest';
import { toolUse, type KnownTool } from '../../../src-main/bridge/access/tool-scope.ts';
import type { ToolRule } from '../../../src-preload/contract/program.ts';

const rows: string[] = [];
afterAll(() => console.log(rows.splice(0).join('\n')));

const reading: KnownTool = { state: 'approved', isReading: true };
const writing: KnownTool = { state: 'approved', isReading: false };

/** The tool, whether the user named it, and what each rule lets a program do with it. */
const cases: [tool: string, known: KnownTool, isNamed: boolean, uses: Record<ToolRule, string>][] = [
  ['reads', reading, false, { all: 'allowed', reading: 'allowed', chosen: 'refused', each_call: 'ask' }],
  ['reads, named', reading, true, { all: 'allowed', reading: 'allowed', chosen: 'allowed', each_call: 'allowed' }],
  ['writes', writing, false, { all: 'allowed', reading: 'ask', chosen: 'refused', each_call: 'ask' }],
  ['writes, named', writing, true, { all: 'allowed', reading: 'allowed', chosen: 'allowed', each_call: 'allowed' }],
  [
    'new',
    { state: 'new', isReading: true },
    false,
    { all: 'waits', reading: 'waits', chosen: 'refused', each_call: 'waits' },
  ],
  [
    'changed, named',
    { state: 'changed', isReading: true },
    true,
    { all: 'waits', reading: 'waits', chosen: 'waits', each_call: 'waits' },
  ],
  [
    'not in the list',
    { state: 'unknown', isReading: false },
    false,
    { all: 'allowed', reading: 'ask', chosen: 'refused', each_call: 'ask' },
  ],
  [
    'not listed yet',
    { state: 'unlisted', isReading: false },
    false,
    { all: 'allowed', reading: 'unlisted', chosen: 'refused', each_call: 'ask' },
  ],
];

it.each(cases)('a tool that is “%s” is used as the rule says', (tool, known, isNamed, uses) => {
  for (const rule of ['all', 'reading', 'chosen', 'each_call'] as const) {
    expect([rule, toolUse({ rule, allowed: isNamed ? ['it'] : [] }, 'it', known)]).toEqual([rule, uses[rule]]);
    rows.push(`✓ ${tool}, rule ${rule}: ${uses[rule]}`);
  }
});
