import type { Draft } from './draft.ts';
import type { DraftFaults } from './draft-faults.ts';

/** What every group of fields is given. */
export interface FieldsProps {
  draft: Draft;
  faults: DraftFaults;
  onChange: (change: Partial<Draft>) => void;
  /** Which secrets are saved already; their values never come back. */
  saved: { clientSecret: boolean; privateKey: boolean; idToken: boolean; headerNames: string[] };
}

export const nothingSaved: FieldsProps['saved'] = {
  clientSecret: false,
  privateKey: false,
  idToken: false,
  headerNames: [],
};
