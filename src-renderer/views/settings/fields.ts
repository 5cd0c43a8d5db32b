import type { Saved } from './draft.ts';
import type { Draft } from '../../stores/draft.ts';
import type { DraftFaults } from './draft-faults.ts';

/** The props of every group of fields. */
export interface FieldsProps {
  draft: Draft;
  faults: DraftFaults;
  onChange: (change: Partial<Draft>) => void;
  saved: Saved;
}
