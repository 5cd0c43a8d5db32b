type Stop = () => void;
type Method = (...args: unknown[]) => unknown;

/** How to take back what a method of this name has done to its object. */
const opposites: Record<string, (target: object, args: readonly unknown[], result: unknown) => Stop | undefined> = {
  on: removeListener,
  once: removeListener,
  handle:
    (target, [channel]) =>
    () =>
      void callOf(target, 'removeHandler')?.(channel),
  follow: (_target, _args, result) => (typeof result === 'function' ? () => void (result as Method)() : undefined),
};

/**
 * What has been begun so far, so that all of it can be stopped where a later step fails: another try would begin it a
 * second time, on objects that live longer than one try.
 */
export class Begun {
  #stops: Stop[] | undefined = [];

  /** Remembers how to stop something that was begun. */
  add(stop: Stop): void {
    this.#stops?.push(stop);
  }

  /**
   * The same object, whose listeners, handlers and followers are remembered. An object that a follower is given, such
   * as a window, is watched in the same way.
   */
  watched<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        // Bound to the object itself, because private fields and native methods refuse a proxy.
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = (value as Method).bind(target);
        const opposite = typeof name === 'string' && Object.hasOwn(opposites, name) ? opposites[name] : undefined;
        if (!opposite) return method;
        return (...given: unknown[]) => {
          const args = name === 'follow' ? given.map((each) => this.#watching(each)) : given;
          const result = method(...args);
          const stop = opposite(target, args, result);
          if (stop) this.add(stop);
          return result;
        };
      },
    });
  }

  /** Call it once everything has begun: from then on, nothing more is remembered. */
  keep(): void {
    this.#stops = undefined;
  }

  /** Stops everything, the last first. What cannot be stopped keeps nothing else running. */
  stop(): void {
    const stops = this.#stops?.splice(0).toReversed() ?? [];
    for (const stop of stops) {
      try {
        stop();
      } catch {
        // The others are stopped all the same; the reason of the failure is what is reported.
      }
    }
  }

  #watching(follower: unknown): unknown {
    if (typeof follower !== 'function') return follower;
    return (given: unknown) => (follower as Method)(isPlain(given) ? given : this.watched(given as object));
  }
}

/** Whether this is a value without listeners, such as the preferences: a window could not be sent a proxy of it. */
function isPlain(given: unknown): boolean {
  return typeof given !== 'object' || given === null || Object.getPrototypeOf(given) === Object.prototype;
}

function removeListener(target: object, [event, listener]: readonly unknown[]): Stop {
  return () => void callOf(target, 'removeListener')?.(event, listener);
}

function callOf(target: object, name: string): Method | undefined {
  const method: unknown = Reflect.get(target, name);
  return typeof method === 'function' ? (method as Method).bind(target) : undefined;
}
