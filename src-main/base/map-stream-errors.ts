/** The same stream, with each read error replaced by what `change` returns for it. */
export function mapStreamErrors(
  body: ReadableStream<Uint8Array>,
  change: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(change(error));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
