import { Readable, Transform, type TransformCallback, pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, type Zlib } from 'node:zlib';

/** Every coding more is a chance to send little that becomes much. */
const mostCodings = 5;

/** Less strict about the end of what is compressed, as browsers and curl are. */
const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

/**
 * The body without its codings (RFC 9110 section 8.4); as it is, where one of them is unknown. Throws if there are more
 * than five.
 */
export function decoded(body: ReadableStream<Uint8Array>, encoding: string): ReadableStream<Uint8Array> {
  if (encoding === '') return body;
  const codings = encoding.toLowerCase().split(',');
  if (codings.length > mostCodings) throw new Error(`a response has ${codings.length} content codings`);
  const decoders = codings.toReversed().map((coding) => decoderOf(coding.trim()));
  const known = decoders.filter((decoder) => decoder !== undefined);
  if (known.length < decoders.length || known.length === 0) return body;
  const source = Readable.from(body, { objectMode: false });
  const last = known.reduce<Readable>((from, decoder) => pipeline(from, decoder, () => undefined), source);
  return Readable.toWeb(last) as ReadableStream<Uint8Array>;
}

function decoderOf(coding: string): Transform | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip(lenient);
  if (coding === 'deflate') return new Inflate();
  if (coding !== 'br') return undefined;
  const { BROTLI_OPERATION_FLUSH: flush } = constants;
  return createBrotliDecompress({ flush, finishFlush: flush });
}

/** Some servers leave out the wrapping that RFC 9110 section 8.4.1.2 wants: the first byte tells. */
class Inflate extends Transform {
  #inflate: (Transform & Zlib) | undefined;

  override _transform(chunk: Buffer, encoding: BufferEncoding, callback: TransformCallback): void {
    this.#inflate ??= this.#begin(chunk);
    this.#inflate.write(chunk, encoding, callback);
  }

  override _flush(callback: TransformCallback): void {
    if (!this.#inflate) return callback();
    this.#inflate.once('end', () => callback()).end();
  }

  #begin([first = 0]: Buffer): Transform & Zlib {
    const inflate = (first & 0x0f) === 0x08 ? createInflate(lenient) : createInflateRaw(lenient);
    return inflate.on('data', (piece: Buffer) => this.push(piece)).on('error', (error) => this.destroy(error));
  }
}
