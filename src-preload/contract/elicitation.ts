import type { JsonObject } from './tool.ts';

/** What a server asks the user in the middle of a call. */
export type QuestionView = {
  id: string;
  callId: string;
  serverId: string;
  /** The server's own text. */
  message: string;
} & (
  | { mode: 'form'; schema: JsonObject }
  /** `waits`: the server is answered only after the user has said that they are done there. */
  | { mode: 'url'; url: string; waits: boolean }
);

export type QuestionAnswer =
  | { action: 'accept'; content?: JsonObject }
  /** The user said no, or closed the question without an answer. */
  | { action: 'decline' | 'cancel' };

export interface ElicitationRequests {
  'elicitation:answer': { input: { id: string; answer: QuestionAnswer }; output: null };
  /** Opens the address of a question in the browser, and answers the question where it does not wait. */
  'elicitation:open': { input: { id: string }; output: null };
}

export interface ElicitationEvents {
  /** Sent only to the window that made the call. */
  'elicitation:asked': QuestionView;
  /** Nothing more is to be done for this question. */
  'elicitation:ended': { id: string };
}
