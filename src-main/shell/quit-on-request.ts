interface QuitOptions {
  /** The names of the programs that are connected. */
  programs: () => string[];
  /** Asks the user, and resolves to whether to quit. */
  ask: (programs: string[]) => Promise<boolean>;
  quit: () => void;
}

/**
 * Quits because the user asked for it, after a question where programs are connected, because their calls would end. A
 * system that shuts down or ends the session quits the app itself, so that this question never delays it.
 */
export function quitOnRequest({ programs, ask, quit }: QuitOptions): () => Promise<void> {
  let isAsking = false;
  return async () => {
    const connected = [...new Set(programs())];
    if (connected.length === 0) return quit();
    if (isAsking) return;
    isAsking = true;
    try {
      if (await ask(connected)) quit();
    } finally {
      isAsking = false;
    }
  };
}
