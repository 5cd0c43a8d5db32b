import { diffArrays } from 'diff';

/** `skipped`: lines that are the same in both, left out because no change is near. */
export type DifferenceRow = { kind: 'same' | 'gone' | 'new'; text: string } | { kind: 'skipped'; count: number };

/** In lines: how much is shown around a change. */
const context = 3;

/**
 * How many lines may differ. The texts come from a server, and comparing takes the square of this; above it, all lines
 * are shown as gone and new.
 */
const mostChanges = 1000;

/** The lines of both texts in reading order, with unchanged stretches left out. Null: there was nothing before. */
export function lineDifference(before: string | null, after: string): DifferenceRow[] {
  if (before === null) return rowsOf('new', after.split('\n'));
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changes = diffArrays(old, now, { maxEditLength: mostChanges });
  if (!changes) return [...rowsOf('gone', old), ...rowsOf('new', now)];
  return changes.flatMap(({ added, removed, value }, at) => {
    if (added || removed) return rowsOf(added ? 'new' : 'gone', value);
    const head = at === 0 ? 0 : context;
    const tail = at === changes.length - 1 ? 0 : context;
    const count = value.length - head - tail;
    // Saying that one line was left out takes a line as well.
    if (count <= 1) return rowsOf('same', value);
    return [
      ...rowsOf('same', value.slice(0, head)),
      { kind: 'skipped' as const, count },
      ...rowsOf('same', value.slice(value.length - tail)),
    ];
  });
}

const rowsOf = (kind: 'same' | 'gone' | 'new', lines: string[]): DifferenceRow[] =>
  lines.map((text) => ({ kind, text }));
