import { expect, it } from 'vitest';
import { offeredAnswers } from '../../src-main/shell/offered-answers.ts';
import { call, changes, permission } from '../support/example-questions.ts';

it.each([
  ['a program', permission, ['once', 'until_lock', 'always', 'not_now', 'never']],
  ['a program that cannot be recognized again', { ...permission, canBeKept: false }, ['once', 'not_now']],
  ['a sign-in that only an admin may give away', { ...permission, canGrant: false }, ['not_now']],
  ['a call', call, ['once', 'always', 'not_now']],
  ['a call of what cannot be recognized again', { ...call, canBeKept: false }, ['once', 'not_now']],
  ['changed tools', changes, ['always', 'not_now']],
] as const)('the answers that count for %s are those that its question offers', (_name, question, offered) => {
  expect(offeredAnswers(question)).toEqual(offered);
});
