import { answerPages } from '../fixtures/person.ts';

/** Stands in for the system's browser and the person before it: answers the pages, then goes where they lead. */
await fetch(await answerPages(process.argv[2] ?? ''));
