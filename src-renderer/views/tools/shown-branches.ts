import type { ChosenBranch } from './branch-errors.ts';

/** Which alternatives of `anyOf` and `oneOf` a form shows. */
export interface ShownBranches {
  at: ChosenBranch;
  /** Notes the value of a menu by its id, and returns what forgets it. Ids of other menus are ignored. */
  note: (id: string, value: unknown) => (() => void) | undefined;
}

const menu = /^(.*)__(?:any|one)of_select$/s;

/** `prefix`: of all ids in the form. */
export function shownBranches(prefix: string): ShownBranches {
  const shown = new Map<string, number>();
  return {
    at: (path) => shown.get([prefix, ...path].join('_')),
    note(id, value) {
      const field = menu.exec(id)?.[1];
      if (field === undefined || typeof value !== 'number') return undefined;
      shown.set(field, value);
      return () => shown.delete(field);
    },
  };
}
