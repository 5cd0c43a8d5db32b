import type { ServerSettingsView } from '../../../src-preload/contract.ts';
import { type Draft, draftOf, untouched } from './draft.ts';
import type { DraftFaults } from './draft-faults.ts';

/** What a form began with. Of secrets only whether there is one: their values never come back. */
export interface Saved {
  draft: Draft;
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
  saved: Saved;
}

export const nothingSaved: Saved = {
  draft: untouched,
  clientSecret: false,
  privateKey: false,
  idToken: false,
  headerNames: [],
};

export function savedOf(settings: ServerSettingsView): Saved {
  return {
    draft: draftOf(settings),
    clientSecret: settings.hasClientSecret,
    privateKey: settings.hasPrivateKey,
    idToken: settings.hasIdToken,
    headerNames: settings.headerNames,
  };
}
