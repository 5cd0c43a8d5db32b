import type { AskingAnswer } from '../../src-preload/contract/asking.ts';
import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import type { ToolRule } from '../../src-preload/contract/program.ts';

/** What a user can choose. */
export interface AnswerChoice {
  answer: AskingAnswer;
  label: string;
  /** What stands in place of the question once it was given. */
  given: string;
  look?: 'primary' | 'apart';
}

/** What a question is drawn with. */
export interface Drawing {
  words: AskingWords;
  language: string;
  onPress: (choice: AnswerChoice, tools?: ToolRule) => void;
}

/** The choice of every question, and what Escape chooses. */
export const notNow = ({ notNow: label, notNowGiven: given }: AskingWords): AnswerChoice => ({
  answer: 'not_now',
  label,
  given,
});
