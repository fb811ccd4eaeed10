/** Answers the texts of a set, in windows of the file that are each read in batches sorted by length. */
import { breather } from '../../breather';
import type { RunOptions } from '../../inference/encoder';
import { headOutputs } from '../../inference/headOutputs';
import { isReadable } from '../../tasks/head';
import type { Loaded } from '../service';
import type { PredictionSet } from './predictionSet';

/** Texts of a window: what a stopped job loses at most, and what is sorted together. */
const [FEWEST, MOST] = [16, 1024];
/** A window is to take about so long. */
const WINDOW_SECONDS = 1.5;

/**
 * Goes on where the set ends. A fired signal ends it without an error; after an error, too, what was answered is there.
 *
 * @param options `onProgress` hears how many texts of the set are answered
 */
export async function fillSet(set: PredictionSet, { encoder, reading }: Loaded, options: RunOptions): Promise<void> {
  const { signal, onProgress } = options;
  const { texts, heads, columns } = set;
  let size = FEWEST;
  // A window of one batch would never let a message in.
  const breathe = breather();
  while (set.done < texts.length && !signal?.aborted) {
    const first = set.done;
    const window = texts.slice(first, first + size);
    const started = performance.now();
    try {
      const results = await headOutputs(encoder, heads, window, reading, {
        ...options,
        onProgress: (sequences) => onProgress?.(first + Math.min(sequences, window.length - 1)),
      });
      for (const [i, text] of window.entries()) {
        for (const [h, head] of heads.entries()) {
          if (!isReadable(head, text)) continue;
          const { outputs, texts: read } = results[h];
          columns[h].put(first + i, outputs[i], read[i]);
          if (read[i].truncated) set.truncated[first + i] = 1;
        }
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw error;
    }
    set.done += window.length;
    const seconds = (performance.now() - started) / 1000;
    set.seconds += seconds;
    onProgress?.(set.done);
    const fitting = (window.length / Math.max(seconds, 1e-3)) * WINDOW_SECONDS;
    size = Math.min(MOST, Math.max(FEWEST, Math.floor(fitting / FEWEST) * FEWEST));
    await breathe();
  }
}
