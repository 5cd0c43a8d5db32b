import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import type { ToolChange } from '../../src-preload/contract/program.ts';
import { lineDifference, type DifferenceRow } from '../difference/line-difference.ts';
import { element, fill, outsideText } from './elements.ts';

/** In lines and characters: a definition may have a hundred thousand, and drawing them can take half a minute. */
const mostRows = 400;
const longestRow = 2000;

/** A tool with what changed in its definition, drawn once it is opened. */
export function toolChange(change: ToolChange, words: AskingWords, isOpen: boolean): HTMLElement {
  const kind = element('span', `kind ${change.kind}`, change.kind === 'new' ? words.newTool : words.changedTool);
  const folded = element('details', '', element('summary', '', element('span', 'name', change.name), kind));
  const draw = () => {
    if (folded.childElementCount === 1) folded.append(drawn(change, words));
  };
  if (isOpen) draw();
  folded.open = isOpen;
  folded.addEventListener('toggle', draw);
  return folded;
}

function drawn({ name, before, after }: ToolChange, words: AskingWords): HTMLElement {
  const box = element('pre', 'code difference');
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', name);
  const rows = lineDifference(before, after);
  box.append(...rows.slice(0, mostRows).map((row) => line(row, words)));
  if (rows.length > mostRows) {
    const rest = element('button', 'link', fill(words.showLines, { count: String(rows.length - mostRows) }));
    rest.type = 'button';
    rest.addEventListener('click', () => rest.replaceWith(...rows.slice(mostRows).map((row) => line(row, words))));
    box.append(rest);
  }
  return box;
}

function line(row: DifferenceRow, words: AskingWords): HTMLElement {
  if (row.kind === 'skipped')
    return element('div', 'skipped', fill(words.unchangedLines, { count: String(row.count) }));
  const said = { same: '', gone: words.goneLine, new: words.newLine }[row.kind];
  const sign = element('span', 'sign', { same: ' ', gone: '−', new: '+' }[row.kind]);
  sign.setAttribute('aria-hidden', 'true');
  const spoken = said ? [element('span', 'visually-hidden', said)] : [];
  return element('div', row.kind, ...spoken, sign, ...rowText(row.text, words), '\n');
}

/** A line that is too long to be drawn at once ends with a button that draws it, so that nothing can hide in it. */
function rowText(text: string, words: AskingWords): Node[] {
  if (text.length <= longestRow) return outsideText(text);
  const button = element('button', 'link', fill(words.showAll, { count: String(text.length) }));
  button.type = 'button';
  const start = element('span', '', ...outsideText(`${text.slice(0, longestRow).toWellFormed()}… `), button);
  button.addEventListener('click', () => start.replaceWith(...outsideText(text)));
  return [start];
}
