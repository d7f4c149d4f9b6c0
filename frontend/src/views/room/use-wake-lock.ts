import { useEffect } from 'react';

/** A phone that sleeps in the middle of a class is out of it. The lock ends whenever the page is hidden, and is taken again. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const take = async () => {
      if (document.visibilityState !== 'visible') return;
      const taken = await navigator.wakeLock?.request('screen').catch(() => undefined);
      if (isOver) await taken?.release();
      else lock = taken;
    };
    void take();
    const visible = () => void take();
    document.addEventListener('visibilitychange', visible);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', visible);
      void lock?.release();
    };
  }, []);
}
