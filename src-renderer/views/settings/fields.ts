import type { Saved } from './draft.ts';
import type { Draft } from '../../stores/draft.ts';
import type { DraftFaults } from './draft-faults.ts';

/** What every group of fields is given. */
export interface FieldsProps {
  draft: Draft;
  faults: DraftFaults;
  onChange: (change: Partial<Draft>) => void;
  saved: Saved;
}
