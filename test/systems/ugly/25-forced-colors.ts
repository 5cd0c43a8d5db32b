import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { everywhere, type SystemCase } from '../system-case.ts';

/** The rules of a style sheet for forced colours, without line breaks. */
function forced(file: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../../src-renderer', file), 'utf8');
  const [, rules = ''] = /@media \(forced-colors: active\) \{\n(.*?)\n\}\n/s.exec(text) ?? [];
  return rules.replaceAll(/\s+/g, ' ').trim();
}

const row: SystemCase = {
  title: 'the chosen row and the dots can be told apart in forced colours',
  source: 'CSS Color Adjustment Level 1, section 3.1: background-color, color and border-color are forced',
  cells: everywhere(() => {
    const chosen = ":is([aria-current], [role='tab'][aria-selected='true'], [data-combobox-selected])";
    expect(forced('base.css')).toBe(
      `${chosen} { forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; } ` +
        `${chosen} * { color: inherit !important; }`,
    );
    expect(forced('shared.module.css')).toBe(
      '.dot[data-dot] { forced-color-adjust: none; color: CanvasText; } ' +
        ".dot[data-dot='amber'] { border-radius: 1px; } " +
        ".dot[data-dot='red'] { border-radius: 1px; transform: rotate(45deg); } " +
        '[aria-current] > .dot[data-dot] { color: HighlightText; }',
    );
  }),
};

export default row;
