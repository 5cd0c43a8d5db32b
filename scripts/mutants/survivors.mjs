// @ts-check

/**
 * @typedef {{ line: number, column: number }} Position both counted from 1
 * @typedef {{ status: string, statusReason?: string, replacement?: string, location: { start: Position, end: Position } }} Mutant
 * @typedef {{ files: Record<string, { source: string, mutants: Mutant[] }> }} Report in the mutation testing report schema
 */

/** Longer code is cut off: the place says where the rest is. */
const shown = 100;

const survived = { Survived: 'survived', NoCoverage: 'not run by any test' };

/**
 * Writes one line for each mutant that no test noticed, then the count of each file.
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
