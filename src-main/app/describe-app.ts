import type { AppView } from '../../src-preload/contract.ts';
import { requireProfile, type Session } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';

interface AppFacts {
  store: Store;
  session: Session;
  storage: AppView['storage'];
  recovered: AppView['recovered'];
  version: string;
  platform: NodeJS.Platform;
  /** The sample server, if a development build runs one. */
  sample: NonNullable<AppView['sample']> | undefined;
}

/** What a window needs to know besides servers. */
export function describeApp({ store, session, storage, recovered, version, platform, sample }: AppFacts): AppView {
  const { workspace, profile } = requireProfile(store, session);
  const known = platform === 'darwin' || platform === 'linux' || platform === 'win32';
  const offered = sample !== undefined && store.servers.findByUrl(workspace.id, sample.url) === undefined;
  const admins = store.profiles.list(workspace.id).filter(({ role }) => role === 'admin');
  return {
    version,
    platform: known ? platform : 'other',
    workspace: { id: workspace.id, name: workspace.name },
    profile: { id: profile.id, name: profile.name, role: profile.role },
    admins: admins.map(({ name }) => name),
    others: store.profiles.count() > 1,
    storage,
    recovered,
    sample: offered ? sample : null,
  };
}
