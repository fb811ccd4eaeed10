/** The settings of the next run, the run under way, and those that were kept. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { Metrics } from '../tasks/taskMetrics';
import type { Forecast } from '../train/learners/forecast';
import type { TrainOptions } from '../train/plan/options';
import type { EpochRecord } from '../train/runs/loop';
import type { StepPoint } from '../train/runs/pace';
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { Sweep, SweepInput, SweepPart } from '../train/runs/sweep';
import type { ComputeClient } from '../workers/client';
import type { Progress, TrainParams } from '../workers/protocol';
import { type RunsState, runsSlice } from './runsSlice';
import { asked, type SettingsState, type StartSettings, settingsSlice } from './settingsSlice';

export interface RunningTraining {
  /** Under which its checkpoints are kept; known once it has begun. */
  run?: string;
  /** Whether it began with heads made for the data set, and not with those that answered. */
  freshHeads: boolean;
  /** The recipe that it follows. */
  recipe?: StartSettings['recipe'];
  /** Epochs of an earlier part of the run. */
  epochsBefore: number;
  /** Which of several it is. */
  sweep?: SweepPart;
  phase: 'features' | 'training';
  /** Texts through the encoder so far. */
  features?: Extract<Progress, { stage: 'sentences' }>;
  fold?: Extract<Progress, { stage: 'fold' }>;
  pace?: Extract<Progress, { stage: 'steps' }>['pace'];
  /** What it was started with, whatever the form says by now. */
  options: TrainOptions;
  paused: boolean;
  stopping: boolean;
}

export interface TrainState extends SettingsState, RunsState {
  running?: RunningTraining;
  error?: TandemError;
  /** Of the run that is shown, which is the one under way or the last one looked at. */
  points: StepPoint[];
  history: EpochRecord[];
  best: RunRecord['best'];
  metrics: Metrics;
  /** What the run to come would take; of the settings as they were when it was asked for. */
  forecast?: { settings: string } & ({ result: Forecast } | { pending: true });
  /** The sweep that has ended, until something else is started or shown. */
  swept?: Sweep;
  /** The run that is shown, once it has ended. */
  shown?: RunDetails;
  /** @param settings Default: those of the form @returns the run, unless it failed */
  start(handle: number, dataset: number, settings?: StartSettings): Promise<RunDetails | undefined>;
  /** Runs one after another, with the settings of the form but for what is varied. The heads that answer stay. */
  sweep(handle: number, dataset: number, input: SweepInput): Promise<void>;
  /** Goes on with an interrupted run. @returns the run, unless it failed */
  resume(handle: number, dataset: number, run: string): Promise<RunDetails | undefined>;
  /** Measures what the run to come would take. */
  foresee(handle: number, dataset: number): Promise<void>;
  pause(paused: boolean): Promise<void>;
  stop(): void;
  /** Shows a kept run and gives its heads to the model. @returns the run, unless it failed */
  use(handle: number, run: string): Promise<RunDetails | undefined>;
  dismiss(): void;
}

/** Of the run that is shown; of the next one where there is none. */
export const shownOptions = ({ running, shown, options }: Pick<TrainState, 'running' | 'shown' | 'options'>): TrainOptions =>
  running?.options ?? shown?.options ?? options;

export type TrainStore = ReturnType<typeof createTrainStore>;

/** Points of a curve at most: beyond it, every second one is dropped. */
const MAX_POINTS = 4000;

/** Two forecasts are of the same run when this is the same. */
export const settingsKey = (settings: Parameters<typeof asked>[0], dataset: number): string => JSON.stringify([dataset, asked(settings)]);

export function createTrainStore(client: ComputeClient) {
  return createStore<TrainState>()((set, get, store) => {
    let job: { controller: AbortController; handle: number } | undefined;

    const hear = (progress: Progress) => {
      const { running, points, history } = get();
      if (!running) return;
      if (progress.stage === 'sweep') {
        const { options, freshHeads, recipe, stopping } = running;
        set({
          running: { options, freshHeads, recipe, stopping, phase: 'features', paused: false, epochsBefore: 0, sweep: progress },
          points: [],
          history: [],
          best: {},
          metrics: {},
        });
        if (progress.run > 1) void get().refreshRuns();
      }
      if (progress.stage === 'run') {
        const { id, epochs } = progress;
        // The newest record may be of a later epoch than the checkpoint that the run goes on from.
        set({ running: { ...running, run: id, epochsBefore: epochs }, history: history.slice(0, epochs) });
      }
      if (progress.stage === 'sentences') set({ running: { ...running, features: progress } });
      if (progress.stage === 'fold') set({ running: { ...running, fold: progress } });
      if (progress.stage === 'steps') {
        const all = [...points, ...progress.points];
        set({
          running: { ...running, phase: 'training', pace: progress.pace },
          points: all.length > MAX_POINTS ? all.filter((_, i) => i % 2 === 0) : all,
        });
      }
      if (progress.stage === 'epoch') set({ history: [...history, progress.record], best: progress.best, metrics: progress.metrics });
    };

    const begin = (handle: number, running: Omit<RunningTraining, 'phase' | 'paused' | 'stopping'>, earlier?: RunRecord) => {
      get().stopMeasuring();
      job = { controller: new AbortController(), handle };
      const { history, best, metrics } = earlier ?? { history: [], best: {}, metrics: {} };
      set({
        running: { ...running, phase: 'features', paused: false, stopping: false },
        error: undefined,
        shown: undefined,
        swept: undefined,
        points: [],
        history,
        best,
        metrics,
      });
      return { signal: job.controller.signal, onProgress: hear };
    };

    /** @returns undefined where it failed, which `error` then says, or was stopped before there was anything */
    const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await task();
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (error.code !== 'aborted') set({ error });
        return undefined;
      } finally {
        job = undefined;
        set({ running: undefined });
        void get().refreshRuns();
      }
    };

    const work = async (params: Omit<TrainParams, 'recipe'> & Partial<StartSettings>): Promise<RunDetails | undefined> => {
      if (job) return undefined;
      const earlier = get().runs.find(({ id }) => id === params.resume);
      const { freshHeads = false, recipe, options = earlier?.options ?? get().options } = params;
      const followed = begin(params.handle, { options, freshHeads, recipe, epochsBefore: earlier?.history.length ?? 0 }, earlier);
      return attempt(async () => {
        const run = await client.call('train', params, followed);
        show(run);
        return run;
      });
    };

    const show = (run: RunDetails) => set({ shown: run, swept: undefined, history: run.history, best: run.best, metrics: run.metrics });

    return {
      ...settingsSlice(client, store),
      ...runsSlice(client, store),
      points: [],
      history: [],
      best: {},
      metrics: {},
      start: (handle, dataset, settings = asked(get())) => work({ handle, dataset, ...settings, keepBetter: true }),

      async sweep(handle, dataset, input) {
        if (job) return;
        const settings = asked(get());
        const { options, freshHeads, recipe } = settings;
        const followed = begin(handle, { options, freshHeads, recipe, epochsBefore: 0 });
        await attempt(async () => {
          const swept = await client.call('sweep', { handle, dataset, ...settings, ...input }, followed);
          // Of the runs that were there, each is in the list.
          set({ swept, points: [], history: [], best: {}, metrics: {} });
        });
      },

      resume: (handle, dataset, run) => work({ handle, dataset, resume: run, keepBetter: true }),

      async foresee(handle, dataset) {
        const settings = settingsKey(get(), dataset);
        set({ forecast: { settings, pending: true }, error: undefined });
        try {
          set({ forecast: { settings, result: await client.call('forecast', { handle, dataset, ...asked(get()) }) } });
        } catch (thrown) {
          set({ error: toTandemError(thrown), forecast: undefined });
        }
      },

      async pause(paused) {
        const { running } = get();
        if (!job || !running) return;
        set({ running: { ...running, paused } });
        await client.call('pauseTraining', { handle: job.handle, paused });
      },

      stop() {
        const { running } = get();
        if (!job || !running) return;
        set({ running: { ...running, stopping: true } });
        job.controller.abort();
      },

      async use(handle, id) {
        try {
          const run = await client.call('useRun', { handle, run: id });
          set({ points: [] });
          show(run);
          return run;
        } catch (thrown) {
          set({ error: toTandemError(thrown) });
          return undefined;
        }
      },

      dismiss: () => set({ error: undefined }),
    };
  });
}
