import { useEffect, useState } from 'react';

/** Whether this many milliseconds have passed since the start. */
export function useHasLasted(since: number, milliseconds: number): boolean {
  const [left] = useState(() => since + milliseconds - Date.now());
  const [lasted, setLasted] = useState(left <= 0);
  useEffect(() => {
    const timer = setTimeout(() => setLasted(true), left);
    return () => clearTimeout(timer);
  }, [left]);
  return lasted;
}
