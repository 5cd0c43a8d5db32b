import { Fault } from '../../../base/fault.ts';

/** The largest message that an agent is sent, in bytes: the connector passes lines of 16 MiB, and some agents less. */
export const mostAnswer = 10 * 1024 * 1024;

/** The fault for an answer of more bytes. */
export const tooLarge = (host: string): Fault =>
  new Fault('answer_too_large', `${host} sent a message of more than ${mostAnswer} bytes`, {
    values: { host },
    mayHaveRun: true,
  });

/** The text of a body. Throws `answer_too_large` for more than 10 MB, and what reading throws. */
export async function boundedText({ body }: Response, host: string): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > mostAnswer) throw tooLarge(host);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
