/** Learning-rate schedules, as factors of the base rate (transformers.get_scheduler). */

export const SCHEDULES = ['constant', 'linear', 'cosine'] as const;
export type Schedule = (typeof SCHEDULES)[number];

/**
 * @param step counted from 0; @param total steps of the run; @param warmup steps over which the rate rises from 0
 * @returns the factor: rising linearly during warm-up, then constant, or falling to 0 on a line or a half cosine
 */
export function scheduleFactor(schedule: Schedule, step: number, total: number, warmup: number): number {
  if (step < warmup) return step / warmup;
  const done = Math.min(1, (step - warmup) / Math.max(1, total - warmup));
  switch (schedule) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - done;
    case 'cosine':
      return (1 + Math.cos(Math.PI * done)) / 2;
  }
}
