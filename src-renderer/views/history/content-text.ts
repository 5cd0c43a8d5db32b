import type { OpenedCall } from '../../../src-preload/contract.ts';
import { copyText } from '../tools/result-text.ts';

/** The input of a call as lines of text; empty where it is not kept. */
export function inputText({ input }: OpenedCall): string {
  if (!input) return '';
  return 'input' in input ? JSON.stringify(input.input, undefined, 2) : input.cut;
}

/** The result of a call as lines of text. Pictures and sound have none. */
export function resultText({ result }: OpenedCall): string {
  if (!result) return '';
  if ('error' in result) return JSON.stringify(result.error, undefined, 2);
  const { content, laterContent = [], structuredContent } = result.result;
  return copyText(content, laterContent, structuredContent);
}
