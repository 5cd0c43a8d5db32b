interface Mapping {
  /** What becomes of a chunk; an empty one is left out. What it throws ends both streams. */
  chunk: (chunk: Uint8Array) => Uint8Array;
  /** What follows at the end. */
  end?: () => Uint8Array | void;
}

/**
 * The same stream with each chunk changed, or only checked, on its way. Reads no further than the caller does. A
 * `TransformStream` would do the same, at five times the cost for the short answers that most are.
 */
export function mapStream(body: ReadableStream<Uint8Array>, { chunk, end }: Mapping): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          try {
            const mapped = done ? end?.() : chunk(value);
            const isEmpty = !mapped || mapped.byteLength === 0;
            if (!isEmpty) controller.enqueue(mapped);
            if (done) controller.close();
            if (done || !isEmpty) return;
          } catch (error) {
            await reader.cancel(error);
            throw error;
          }
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
