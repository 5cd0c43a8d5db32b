import { Fault } from '../fault.ts';
import { Nesting } from './nesting.ts';
import { deepestMessage, malformedJson } from './strict-json.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * A stream of server-sent events, which may go on for days: each event counts by itself, because a reader keeps it until the
 * empty line that ends it. Ends with `answer_too_large` where one is larger than `limit` bytes, and with `answer_malformed`
 * where the JSON in it nests too deep.
 */
export function boundedEvents(
  body: ReadableStream<Uint8Array>,
  limit: number,
  host: string,
): ReadableStream<Uint8Array> {
  let size = 0;
  let lineIsEmpty = true;
  let previous = 0;
  let nesting = new Nesting();
  const refuseExcess = () => {
    if (nesting.most > deepestMessage) throw malformedJson(host, `nested deeper than ${deepestMessage}`);
    if (size <= limit) return;
    throw new Fault('answer_too_large', `${host} sent an event of more than ${limit} bytes`, { values: { host } });
  };
  const next = (byte: number) => {
    const endsPair = byte === lineFeed && previous === carriageReturn;
    previous = byte;
    if (endsPair) return;
    size += 1;
    if (byte !== lineFeed && byte !== carriageReturn) {
      lineIsEmpty = false;
      nesting.next(byte);
    } else if (lineIsEmpty) {
      refuseExcess();
      size = 0;
      nesting = new Nesting();
    } else lineIsEmpty = true;
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (const byte of chunk) next(byte);
        refuseExcess();
        controller.enqueue(chunk);
      },
    }),
  );
}
