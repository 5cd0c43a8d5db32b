import { useEffect, useRef } from 'react';

/**
 * Runs `act` after leaving a field: at once when left by keyboard, and after the click when left by mouse. A dialog
 * that changes its height while the mouse button is down would move the pressed button away, and the click would be
 * lost.
 */
export function useAfterPress(act: () => void): () => void {
  const pressed = useRef(false);
  const waits = useRef(false);
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });
  useEffect(() => {
    const down = () => {
      pressed.current = true;
    };
    const up = () => {
      pressed.current = false;
      if (!waits.current) return;
      waits.current = false;
      // After the click event that belongs to the press.
      setTimeout(() => newest.current(), 0);
    };
    document.addEventListener('pointerdown', down, true);
    document.addEventListener('pointerup', up, true);
    document.addEventListener('pointercancel', up, true);
    return () => {
      document.removeEventListener('pointerdown', down, true);
      document.removeEventListener('pointerup', up, true);
      document.removeEventListener('pointercancel', up, true);
    };
  }, []);
  return () => {
    if (pressed.current) waits.current = true;
    else newest.current();
  };
}
