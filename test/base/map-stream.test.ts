import { expect, it } from 'vitest';
import { mapStream } from '../../src-main/base/map-stream.ts';

/** A stream of these numbers as bytes, which notes what was read of it and why it was cancelled. */
function source(count: number) {
  const seen = { read: 0, cancelled: undefined as unknown };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.read === count) controller.close();
        else controller.enqueue(Uint8Array.of((seen.read += 1)));
      },
      cancel: (reason) => void (seen.cancelled = reason),
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

it('a mapped stream has what becomes of each chunk, and what follows at the end', async () => {
  const { body } = source(4);
  const odd = mapStream(body, {
    chunk: (chunk) => (chunk[0]! % 2 === 1 ? chunk : new Uint8Array()),
    end: () => Uint8Array.of(9),
  });
  expect([...(await new Response(odd).bytes())]).toEqual([1, 3, 9]);
});

it('a mapped stream reads no further than its reader', async () => {
  const { body, seen } = source(10);
  const reader = mapStream(body, { chunk: (chunk) => chunk }).getReader();
  await reader.read();
  await reader.read();
  expect(seen.read).toBe(2);
  await reader.cancel('enough');
  expect(seen.cancelled).toBe('enough');
});

it('a mapped stream whose mapping throws fails with that, and cancels its source', async () => {
  const { body, seen } = source(10);
  const refused = new Error('refused');
  const mapped = mapStream(body, {
    chunk: (chunk) => {
      if (chunk[0] === 3) throw refused;
      return chunk;
    },
  });
  await expect(new Response(mapped).bytes()).rejects.toBe(refused);
  expect(seen).toEqual({ read: 3, cancelled: refused });
});

it('a mapped stream fails as its source does', async () => {
  const broken = new Error('broken');
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) });
  await expect(new Response(mapStream(body, { chunk: (chunk) => chunk })).bytes()).rejects.toBe(broken);
});
