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
  title: 'the chosen row, the dots and the switches can be told apart in forced colours',
  source:
    'https://www.w3.org/TR/css-color-adjust-1/, section 3.1: background-color, color and border-color are ' +
    'forced; looked at in the window with forced colours (test/end-to-end)',
  cells: everywhere(() => {
    const chosen =
      ":is([aria-current], [role='tab'][aria-selected='true'], [data-combobox-selected], button[data-selected])";
    const checked = '.mantine-Switch-input:checked + .mantine-Switch-track';
    expect(forced('base.css')).toBe(
      `${chosen} { forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; } ` +
        `${chosen} * { color: inherit !important; } /* A switch is nothing but backgrounds. */ ` +
        '.mantine-Switch-track { border: 1px solid ButtonText; } ' +
        '.mantine-Switch-thumb { forced-color-adjust: none; border-color: ButtonText; background: ButtonText; } ' +
        `${checked} { forced-color-adjust: none; border-color: Highlight; background: Highlight; } ` +
        `${checked} > .mantine-Switch-thumb { border-color: HighlightText; background: HighlightText; } ` +
        '.mantine-Switch-input:disabled + .mantine-Switch-track { border-color: GrayText; }',
    );
    expect(forced('views/tools/tools.module.css')).toBe(
      '.switch input:checked + span { forced-color-adjust: none; background: Highlight; color: HighlightText; }',
    );
    expect(forced('shared.module.css')).toBe(
      '.dot[data-dot] { forced-color-adjust: none; color: CanvasText; } ' +
        ".dot[data-dot='amber'] { border-radius: 1px; } " +
        ".dot[data-dot='red'] { border-radius: 1px; transform: rotate(45deg); } " +
        ".dot[data-dot='grey'] { height: 3px; margin-block: 3px; border-radius: 1px; } " +
        '[aria-current] > .dot[data-dot] { color: HighlightText; }',
    );
  }),
};

export default row;
