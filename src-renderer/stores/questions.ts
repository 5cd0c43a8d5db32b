import { create } from 'zustand';
import type { QuestionAnswer, QuestionView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

/** What servers ask in the calls of this window, oldest first. */
export const useQuestions = create<{ asked: QuestionView[] }>(() => ({ asked: [] }));

export function noteAsked(question: QuestionView): void {
  useQuestions.setState(({ asked }) => ({ asked: [...asked, question] }));
}

export function forgetQuestion({ id }: { id: string }): void {
  useQuestions.setState(({ asked }) => ({ asked: asked.filter((one) => one.id !== id) }));
}

/** A call that has ended asks nothing anymore. */
export function forgetQuestionsOf(callId: string): void {
  useQuestions.setState(({ asked }) => ({ asked: asked.filter((one) => one.callId !== callId) }));
}

export async function answerQuestion(id: string, answer: QuestionAnswer): Promise<void> {
  forgetQuestion({ id });
  await request('elicitation:answer', { id, answer });
}

export function forgetQuestions(): void {
  useQuestions.setState({ asked: [] });
}
