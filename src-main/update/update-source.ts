import type { UpdateSource } from './updates.ts';

interface BuildFacts {
  /** What package.json says. */
  own: UpdateSource;
  env: NodeJS.ProcessEnv;
  /** A clone, or a build that a test may drive. */
  isForTests: boolean;
  /** Whether this is an installed app; a clone is not installed, and replaced by every build. */
  isPackaged: boolean;
  /** The executable, and the archive with the app. */
  files: readonly string[];
}

/** What is asked for updates, and what an update replaces. */
interface UpdateFacts {
  source: UpdateSource;
  /** Empty: nothing is watched. */
  files: readonly string[];
  /** Whether the first start of a version is told. */
  tellsNews: boolean;
}

/**
 * Of an installed app, what the build says. A clone has neither updates nor an installation, but those that a test
 * names; a released build listens to no such variable, because it could be led to another publisher.
 */
export function updateFacts({ own, env, isForTests, isPackaged, files }: BuildFacts): UpdateFacts {
  const address = env['KEYFOB_UPDATE_ADDRESS'];
  const file = env['KEYFOB_INSTALLED_FILE'];
  const isTested = isForTests && (address !== undefined || file !== undefined);
  return {
    source: isForTests && address !== undefined ? { address, publicKey: env['KEYFOB_UPDATE_KEY'] ?? '' } : own,
    files: isForTests && file !== undefined ? [file] : isPackaged ? files : [],
    tellsNews: isPackaged ? !isForTests || isTested : isTested,
  };
}
