/**
 * The sentence in a refusal's JSON that is meant to be read: a JSON-RPC error's message, an OAuth error's description
 * (RFC 6749 section 5.2), problem details (RFC 9457 section 3.1), or what frameworks write instead. Unmodified;
 * undefined if there is none.
 */
export function serverWords(json: unknown): string | undefined {
  if (Array.isArray(json)) return serverWords(json[0]);
  if (typeof json === 'string') return json.trim() === '' ? undefined : json;
  if (typeof json !== 'object' || json === null) return undefined;
  const record = json as Record<string, unknown>;
  for (const name of members) {
    const words = serverWords(record[name]);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Members that hold a sentence in what servers in use send, from the most specific to the least. */
export const sentences: readonly string[] = [
  'error_description',
  'errorDescription',
  'error_message',
  'errorMessage',
  'message',
  'msg',
  'errmsg',
  'error_msg',
  'errorSummary',
  'faultstring',
  'description',
  'detail',
  'details',
  'reason',
  'title',
];

/** Those, and members that hold an object or a list with one, or a name. */
const members = [...sentences, 'error', 'errors'];

/** The same for a text that may be JSON. */
export function serverWordsIn(text: string): string | undefined {
  try {
    return serverWords(JSON.parse(text));
  } catch {
    return undefined;
  }
}
