import { lazy, Suspense } from 'react';
import { useQuestions } from '../../stores/questions.ts';
import { useServers } from '../../stores/servers.ts';

const AskedQuestion = lazy(() => import('./AskedQuestion.tsx'));

/** What servers ask in the middle of calls, one at a time. Its code is loaded with the first question. */
export function Questions() {
  const question = useQuestions(({ asked }) => asked[0]);
  const server = useServers(({ servers }) => (question ? servers[question.serverId] : undefined));
  if (!question || !server) return null;
  return (
    <Suspense fallback={null}>
      <AskedQuestion key={question.id} question={question} server={server} />
    </Suspense>
  );
}
