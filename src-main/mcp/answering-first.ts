import { UrlElicitationRequiredError } from '@modelcontextprotocol/client';
import { questionOf, type Ask } from './asking.ts';

/** How many addresses a server may send the user to before one call. */
const mostAddresses = 5;

/**
 * Makes a call once more where a server of revision 2025-11-25 refuses it until the user was at an address (error
 * -32042): after the user says that they were there. Throws the refusal where they do not.
 */
export async function answeringFirst<T>(ask: Ask | undefined, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof UrlElicitationRequiredError) || !ask) throw error;
    for (const elicitation of error.elicitations.slice(0, mostAddresses)) {
      const question = questionOf({ ...elicitation, mode: 'url' }, true);
      const answer = question && (await ask(question, signal));
      if (answer?.action !== 'accept') throw error;
    }
    return call();
  }
}
