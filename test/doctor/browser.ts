import { answerPages } from '../fixtures/person.ts';

/** Replaces the system's browser and the user: fills in the pages, and follows the redirect. */
await fetch(await answerPages(process.argv[2] ?? ''));
