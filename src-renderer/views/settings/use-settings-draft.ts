import type { ServerSettingsView, SettingChanges } from '../../../src-preload/contract.ts';
import { forgetDraft, keepDraft, useSettingsDrafts } from '../../stores/settings-drafts.ts';
import { changesBetween, draftOf, type Saved, savedOf } from './draft.ts';
import type { Draft } from '../../stores/draft.ts';
import { type DraftFaults, draftFaults } from './draft-faults.ts';

interface SettingsDraft {
  draft: Draft;
  saved: Saved;
  faults: DraftFaults;
  /** Values that were already missing, as after an import, do not prevent saving other changes. */
  fits: boolean;
  changes: SettingChanges;
  dirty: boolean;
  edit: (change: Partial<Draft>) => void;
  discard: () => void;
}

/** The saved settings of a server with the user's unsaved changes, which are kept while the window is open. */
export function useSettingsDraft(settings: ServerSettingsView): SettingsDraft {
  const { serverId } = settings;
  const kept = useSettingsDrafts((state) => state[serverId]);
  const saved = savedOf(settings);
  const before = draftFaults(saved.draft, saved);

  const judge = (touched: Partial<Draft>) => {
    const draft = { ...draftOf(settings), ...touched };
    const faults = draftFaults(draft, saved);
    const fits = Object.keys(faults).every((name) => before[name as keyof Draft] === faults[name as keyof Draft]);
    const changes = changesBetween(saved.draft, draft);
    return { draft, faults, fits, changes, dirty: Object.keys(changes).length > 0 || !fits };
  };
  const { draft, faults, fits, changes, dirty } = judge(kept?.touched ?? {});
  return {
    draft,
    saved,
    faults,
    fits,
    changes,
    dirty,
    edit(change) {
      // From the store, not from props: two changes may come before the next render.
      const touched = { ...useSettingsDrafts.getState()[serverId]?.touched, ...change };
      keepDraft(serverId, { touched, dirty: judge(touched).dirty });
    },
    discard: () => forgetDraft(serverId),
  };
}
