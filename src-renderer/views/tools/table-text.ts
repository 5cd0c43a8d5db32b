import Papa from 'papaparse';
import type { Json } from '../../../src-preload/contract.ts';
import { cellOf, type TableColumn } from './table-columns.ts';

/**
 * A table as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it: the cells
 * come from a server, and a formula can send away what is beside it.
 */
export function asCsv(rows: readonly Json[], columns: readonly TableColumn[]): string {
  const cells = rows.map((row) => columns.map(({ name }) => plain(cellOf(row, name))));
  return Papa.unparse([columns.map(({ name }) => name ?? ''), ...cells], { escapeFormulae: true, newline: '\r\n' });
}

/** The same as a table of GitHub's Markdown. */
export function asMarkdown(rows: readonly Json[], columns: readonly TableColumn[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ name }) => inMarkdown(name ?? ''))),
    line(columns.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ name }) => inMarkdown(String(plain(cellOf(row, name))))))),
    '',
  ].join('\n');
}

/** What Markdown would take for something else is escaped, and a cell has one line. */
function inMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~&]/g, '\\$&').replace(/\r\n|\r|\n/g, ' ');
}

/** Objects and lists as JSON; nothing for what is not there, and for null. */
function plain(value: Json | undefined): string | number | boolean {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
