import { useCallback, useState } from 'react';
import type { ImportAgreement, ImportEntryView } from '../../../src-preload/contract.ts';

export interface ChosenEntries {
  chosen: ReadonlySet<number>;
  /** Entries to whose settings a person said yes. */
  agreed: ReadonlySet<number>;
  choose: (indexes: number[], wanted: boolean) => void;
  agree: (index: number, wanted: boolean) => void;
  forget: () => void;
  /** Of what is chosen, the entries that wait for a yes to their settings. */
  unanswered: ImportEntryView[];
  /** What was said yes to, as main wants to hear it. */
  agreements: ImportAgreement[];
}

/** Which entries of a preview a person wants. A yes to an entry's settings chooses the entry; leaving an entry out takes the yes back. */
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
