import { useCallback, useState } from 'react';
import type { ImportAgreement, ImportEntryView } from '../../../src-preload/contract.ts';

export interface ChosenEntries {
  chosen: ReadonlySet<number>;
  /** Entries whose settings the user agreed to. */
  agreed: ReadonlySet<number>;
  choose: (indexes: number[], wanted: boolean) => void;
  agree: (index: number, wanted: boolean) => void;
  forget: () => void;
  /** Selected entries that still need consent. */
  unanswered: ImportEntryView[];
  /** The consents in the form that main expects. */
  agreements: ImportAgreement[];
}

/**
 * Which entries of a preview the user selected. Consenting to an entry's settings selects it; deselecting it withdraws
 * the consent.
 */
export function useChosenEntries(entries: ImportEntryView[]): ChosenEntries {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [agreed, setAgreed] = useState<ReadonlySet<number>>(new Set());
  const choose = (indexes: number[], wanted: boolean) => {
    setChosen((before) => changed(before, indexes, wanted));
    if (!wanted) setAgreed((before) => changed(before, indexes, false));
  };
  const forget = useCallback(() => {
    setChosen(new Set());
    setAgreed(new Set());
  }, []);
  const wanted = entries.filter(({ index, consent }) => consent !== null && chosen.has(index));
  return {
    chosen,
    agreed,
    choose,
    agree(index, yes) {
      setAgreed((before) => changed(before, [index], yes));
      if (yes) setChosen((before) => changed(before, [index], true));
    },
    forget,
    unanswered: wanted.filter(({ index }) => !agreed.has(index)),
    agreements: wanted.flatMap(({ index, consent }) =>
      consent && agreed.has(index) ? [{ index, settings: consent.settings }] : [],
    ),
  };
}

function changed(before: ReadonlySet<number>, indexes: number[], wanted: boolean): ReadonlySet<number> {
  const next = new Set(before);
  for (const index of indexes) {
    if (wanted) next.add(index);
    else next.delete(index);
  }
  return next;
}
