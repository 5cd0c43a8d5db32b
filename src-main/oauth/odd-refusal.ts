import { isRecord } from '../base/is-record.ts';
import { sentences } from '../base/server-words.ts';
import type { JsonRecord } from './json-answer.ts';

/**
 * A refusal of a token endpoint in another form than RFC 6749 section 5.2 has: with status 200, nested, as a page, or
 * without a name. It says that the server answered, and what.
 */
export class OddRefusal extends Error {
  /** The name of the error, as the server spells it. */
  readonly error: string | undefined;
  /** What the server says to people; not cleaned. */
  readonly words: string | undefined;
  readonly status: number;
  readonly response: Response;

  constructor({ error, words }: Refusal, response: Response) {
    super('the token endpoint refused in a form of its own');
    this.error = error;
    this.words = words;
    this.status = response.status;
    this.response = response;
  }
}

interface Refusal {
  error: string | undefined;
  words: string | undefined;
}

/**
 * What a JSON object says about a refusal: `error` as text or an object, `errors` (a list), `fault` (Apigee), `ok` or
 * `success` that is false (Slack), or a code of its own other than 0 (`errcode`, `code`). Undefined if it names none.
 */
export function refusalIn(answer: JsonRecord): Refusal | undefined {
  const part = [answer['error'], firstOf(answer['errors']), answer['fault']].find(isSaid);
  const isRefused = part !== undefined || answer['ok'] === false || answer['success'] === false || hasOwnCode(answer);
  if (!isRefused) return undefined;
  const inner = isRecord(part) ? part : {};
  const text = typeof part === 'string' ? part : undefined;
  return {
    error: text ?? nameIn(inner) ?? nameIn(answer),
    words: wordsIn(inner) ?? wordsIn(answer) ?? text ?? nameIn(inner) ?? nameIn(answer),
  };
}

/** What a refusal by its status says, whatever its form: JSON without an error, a page (its title), or plain text. */
export function refusalByStatus(answer: unknown, text: string): Refusal {
  if (isRecord(answer)) return refusalIn(answer) ?? { error: nameIn(answer), words: wordsIn(answer) ?? nameIn(answer) };
  const page = text.trimStart().startsWith('<');
  const title = /<title[^>]*>([^<]{1,300})/i.exec(text)?.[1];
  return { error: undefined, words: (page ? title : text.slice(0, 500))?.trim() || undefined };
}

const names = ['error', 'error_code', 'errorCode', 'code', 'errcode', 'type', '__type', 'status', 'name'];
const isSaid = (value: unknown): boolean => isRecord(value) || (typeof value === 'string' && value !== '');
const firstOf = (value: unknown): unknown => (Array.isArray(value) ? (value as unknown[])[0] : value);

/** Lark: `{"code": 20037, "msg": "…"}`; others name it `errcode` or `error_code`. 0 is success. */
function hasOwnCode(answer: JsonRecord): boolean {
  const code = ['errcode', 'error_code', 'errorCode', 'code'].map((name) => answer[name]).find((each) => each != null);
  const isCode = (typeof code === 'number' && code !== 0) || (typeof code === 'string' && !/^0*$/.test(code));
  return isCode && wordsIn(answer) !== undefined;
}

function nameIn(record: JsonRecord): string | undefined {
  const found = names.map((name) => record[name]).find((each) => isName(each));
  return found?.toString();
}

const isName = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));

function wordsIn(record: JsonRecord): string | undefined {
  const found = sentences.map((name) => record[name]).find((each) => typeof each === 'string' && each !== '');
  return found as string | undefined;
}
