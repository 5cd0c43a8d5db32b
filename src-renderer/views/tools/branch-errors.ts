import type { OutputUnit } from '@cfworker/json-schema';
import { toPath } from './json-pointer.ts';

/** The alternative of `anyOf` or `oneOf` that a form shows for the value at this path; undefined if it shows none. */
export type ChosenBranch = (path: readonly string[]) => number | undefined;

const alternatives = new Set(['anyOf', 'oneOf']);

/** Keywords inside of which a failure decides something, and is no error by itself. */
const deciding = /\/(?:not|contains|if)\//;

/** Names that follow these keywords are the schema's own, and may be those of other keywords. */
const named = /\/(?:properties|patternProperties|dependentSchemas|\$defs|definitions)\/[^/]*/g;

/**
 * Replaces the error of `anyOf` and `oneOf` by the errors of one alternative: the one that the form shows, or else the
 * one that fits best. Where none of its errors says more than that the value is of another kind, or where several
 * alternatives fit, the keyword's own error remains.
 */
export function errorsOfOneBranch(all: readonly OutputUnit[], chosen: ChosenBranch): OutputUnit[] {
  const units = all.filter(({ keywordLocation }) => !deciding.test(`${keywordLocation.replace(named, '')}/`));
  const failed = units.filter(({ keyword }) => alternatives.has(keyword));
  return units.flatMap((unit) => {
    // Errors of a branch are added in the place of the keyword that has it.
    if (failed.some((one) => isInside(unit, one))) return [];
    return alternatives.has(unit.keyword) ? expand(unit, units, chosen) : [unit];
  });
}

function expand(unit: OutputUnit, units: readonly OutputUnit[], chosen: ChosenBranch): OutputUnit[] {
  const branches = new Map<number, OutputUnit[]>();
  for (const inner of units.filter((one) => isInside(one, unit))) {
    const index = Number.parseInt(inner.keywordLocation.slice(unit.keywordLocation.length + 1), 10);
    branches.set(index, [...(branches.get(index) ?? []), inner]);
  }
  const shown = chosen(toPath(unit.instanceLocation));
  // A branch that is shown and has no errors fits, so the error is that others fit as well.
  if (shown !== undefined && !branches.has(shown)) return [unit];
  const errors = shown === undefined ? closest(branches, unit.instanceLocation) : branches.get(shown);
  const says = errors?.some((one) => one.keyword !== 'type' || one.instanceLocation !== unit.instanceLocation);
  return errors && says ? errorsOfOneBranch(errors, chosen) : [unit];
}

/** The branch with the fewest errors. One for another kind of value, or whose fixed values differ, comes last. */
function closest(branches: ReadonlyMap<number, OutputUnit[]>, at: string): OutputUnit[] | undefined {
  const weigh = ({ keyword, instanceLocation }: OutputUnit) => {
    if (keyword === 'type' && instanceLocation === at) return 10_000;
    return keyword === 'const' || keyword === 'enum' ? 100 : 1;
  };
  const sum = (units: OutputUnit[]) => units.reduce((total, unit) => total + weigh(unit), 0);
  return [...branches.values()].toSorted((a, b) => sum(a) - sum(b))[0];
}

function isInside(unit: OutputUnit, { keywordLocation, instanceLocation }: OutputUnit): boolean {
  return (
    unit.keywordLocation.startsWith(`${keywordLocation}/`) &&
    (unit.instanceLocation === instanceLocation || unit.instanceLocation.startsWith(`${instanceLocation}/`))
  );
}
