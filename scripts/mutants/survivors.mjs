// @ts-check

/**
 * @typedef {{ line: number, column: number }} Position both counted from 1
 * @typedef {{ start: Position, end: Position }} Location
 * @typedef {{ status: string, statusReason?: string, replacement?: string, location: Location }} Mutant
 * @typedef {{ files: Record<string, { source: string, mutants: Mutant[] }> }} Report in Stryker's report schema
 */

/** Longer code is truncated; the position tells where to read the rest. */
const shown = 100;

const survived = { Survived: 'survived', NoCoverage: 'not run by any test' };

/**
 * One line for each mutant that no test detected, then the number per file.
 * @param {Report} report
 * @returns {string}
 */
export function survivors({ files }) {
  return Object.entries(files)
    .map(([file, { source, mutants }]) => {
      const tried = mutants.filter(({ status }) => status !== 'Ignored');
      const left = tried.filter(({ status }) => status in survived);
      const lines = left.map(({ status, replacement = '', location }) => {
        const { line, column } = location.start;
        const change = `${clip(between(source, location))}  ->  ${clip(replacement)}`;
        return `${file}:${line}:${column}  ${survived[/** @type {keyof typeof survived} */ (status)]}\n    ${change}`;
      });
      const untried = mutants.filter(({ statusReason }) => statusReason?.includes('Static')).length;
      const more = untried > 0 ? `; ${untried} not tried, as they are in code that runs while the file is read` : '';
      return [...lines, `${file}: ${tried.length - left.length} of ${tried.length} mutants killed${more}`].join('\n');
    })
    .join('\n\n');
}

/** @param {string} source @param {Mutant['location']} location */
function between(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

/** @param {string} code */
function clip(code) {
  const line = code.replaceAll(/\s+/g, ' ').trim() || '(nothing)';
  return line.length > shown ? `${line.slice(0, shown)} …` : line;
}
