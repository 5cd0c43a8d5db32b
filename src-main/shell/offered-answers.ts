import type { AskingAnswer, QuestionView } from '../../src-preload/contract/asking.ts';

/** The answers that a question offers. No other one counts, whatever the page sends. */
export function offeredAnswers(question: QuestionView): readonly AskingAnswer[] {
  switch (question.about) {
    case 'server':
      if (!question.canGrant) return ['not_now'];
      return question.canBeKept ? ['once', 'until_lock', 'always', 'not_now', 'never'] : ['once', 'not_now'];
    case 'call':
      return question.canBeKept ? ['once', 'always', 'not_now'] : ['once', 'not_now'];
    case 'command':
      return ['once', 'not_now'];
    case 'tools':
      return ['always', 'not_now'];
  }
}
