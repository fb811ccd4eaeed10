import type { TrainStore } from '../../stores/trainStore';

/** Keeps the screen, and with it the machine, awake while a run is under way. Browsers give it to pages in sight alone. */
export function stayAwake(train: TrainStore): () => void {
  let held: Promise<WakeLockSentinel | undefined> | undefined;
  const request = () => {
    // Refused where the battery is low: the run goes on without it.
    const asked = navigator.wakeLock?.request('screen').catch(() => undefined);
    // The browser may take it back, and is then asked again.
    void asked?.then((lock) =>
      lock?.addEventListener('release', () => {
        if (held === asked) held = undefined;
      }),
    );
    return asked;
  };
  const release = () => {
    void held?.then((lock) => lock?.release());
    held = undefined;
  };
  const update = () => {
    const { running } = train.getState();
    const isWanted = running !== undefined && !running.paused && document.visibilityState === 'visible';
    if (isWanted) held ??= request();
    else release();
  };
  const unsubscribe = train.subscribe(update);
  document.addEventListener('visibilitychange', update);
  update();
  return () => {
    unsubscribe();
    document.removeEventListener('visibilitychange', update);
    release();
  };
}
