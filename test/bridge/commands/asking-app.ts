import type { Managed } from '../../../src-main/base/managed.ts';
import type { CommandDesktop } from '../../../src-main/bridge/commands/command.ts';
import type { Attention } from '../../../src-main/bridge/attention.ts';
import type { QuestionView } from '../../../src-preload/contract/asking.ts';
import { startApp } from '../listener/bridge-app.ts';

/** An app with its own pump, whose questions a test answers: each at once, with the same answer. */
export async function askingApp(
  answer: 'once' | 'not_now' = 'once',
  desktop: Partial<CommandDesktop & Attention> & { managed?: Managed } = {},
) {
  const asked: QuestionView[] = [];
  const app = await startApp(null, {
    ...desktop,
    onQuestions() {
      // Not from within the call that asks.
      queueMicrotask(() => {
        for (const question of app.bridge.questions()) {
          if (asked.some(({ id }) => id === question.id)) continue;
          asked.push(question);
          app.bridge.permissions.questions.answer(question.id, answer, 'all');
        }
      });
    },
  });
  return { ...app, asked };
}
