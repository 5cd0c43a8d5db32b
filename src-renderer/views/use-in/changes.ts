import type { ProgramId } from '../../../src-preload/contract.ts';

/** A change that is shown and not made yet. */
export interface WantedChange {
  program: ProgramId;
  isRemoval: boolean;
}

/** A change that was made just now. */
export interface MadeChange {
  kind: 'added' | 'removed' | 'undone';
  program: ProgramId;
  /** The program's own name. */
  name: string;
  needsRestart: boolean;
}
