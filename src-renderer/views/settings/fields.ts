import type { Draft } from './draft.ts';
import type { DraftFaults } from './draft-faults.ts';

/** Which secrets are saved already; their values never come back. */
export interface SavedSecrets {
  clientSecret: boolean;
  privateKey: boolean;
  idToken: boolean;
  headerNames: string[];
}

/** What every group of fields is given. */
export interface FieldsProps {
  draft: Draft;
  faults: DraftFaults;
  onChange: (change: Partial<Draft>) => void;
  saved: SavedSecrets;
}

export const nothingSaved: SavedSecrets = {
  clientSecret: false,
  privateKey: false,
  idToken: false,
  headerNames: [],
};
