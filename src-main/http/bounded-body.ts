import { Fault } from '../base/fault.ts';
import { mapStream } from '../base/map-stream.ts';

/** Errors the stream with `answer_too_large` after more than `limit` bytes, counted after decompression. */
export function boundedStream(
  body: ReadableStream<Uint8Array>,
  limit: number,
  host: string,
): ReadableStream<Uint8Array> {
  let seen = 0;
  return mapStream(body, {
    chunk(chunk) {
      seen += chunk.byteLength;
      if (seen > limit)
        throw new Fault('answer_too_large', `${host} sent more than ${limit} bytes`, { values: { host } });
      return chunk;
    },
  });
}

/** Reads the whole body, up to `limit` bytes. Throws `answer_too_large` beyond that. */
export async function boundedBytes(
  body: ReadableStream<Uint8Array>,
  limit: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(boundedStream(body, limit, host)).arrayBuffer());
}
