/** Which model is loaded, on what device, and how a load under way is getting on. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import { DEFAULT_MODEL } from '../model/bundled';
import { diskId, type PickedFile } from '../model/diskName';
import { parseHosts } from '../model/hubHosts';
import { DEFAULT_ENDPOINT, parseEndpoint } from '../model/hubName';
import type { ComputeClient } from '../workers/client';
import { isPersistent } from '../workers/persistence';
import type { LoadedModel, LoadParams, Progress, StoredModel } from '../workers/protocol';
import { DEFAULT_SEED, EXERCISE_TASKS } from './exercise';
import { readPreference, writePreference } from './preferences';

type DeviceChoice = LoadParams['device'];

export interface Loading {
  model: string;
  progress?: Progress;
  /** Bytes a second of the download, smoothed. */
  bytesPerSecond?: number;
  cancel(): void;
}

export interface ModelState {
  loaded?: LoadedModel;
  loading?: Loading;
  /** Why the last load did not come about. */
  error?: TandemError;
  /** Something that happened and is worth knowing: a cancelled download, a lost GPU. */
  notice?: string;
  stored: StoredModel[];
  /** Whether that was read already. */
  storedKnown: boolean;
  /** Whether the browser keeps stored models until a person removes them; undefined where nobody knows. */
  persistent?: boolean;
  /** Of the hub: as it was when the page was opened, since the page’s security policy lets it ask no other. */
  endpoint: string;
  /** Hosts that the hub may redirect downloads to. */
  allowedHosts: string[];
  /** An access token of the hub; it lasts as long as the page. */
  token: string;
  /** Files from disk that wait for a person to say whether they may replace the stored model of this name. */
  replacing?: { id: string; files: PickedFile[] };
  device: DeviceChoice;
  /** Keeps the model in use until the new one is there. @returns whether it is */
  load(model: LoadParams['model']): Promise<boolean>;
  /** Loads the model of an earlier visit; where it is gone, the bundled one. */
  loadFirst(model: LoadParams['model']): Promise<void>;
  /** Opens a folder or a zip from disk; one that would replace another waits to be confirmed. */
  openFromDisk(files: PickedFile[]): Promise<void>;
  replace(confirmed: boolean): Promise<void>;
  setDevice(device: DeviceChoice): Promise<void>;
  /**
   * Chooses another hub, for pages that are opened from now on.
   *
   * @throws TandemError `bad-input` for what is not the address of a server, or not a host
   */
  chooseHub(endpoint: string, allowedHosts: string[]): void;
  setToken(token: string): void;
  refreshStored(): Promise<void>;
  removeStored(id: string): Promise<void>;
  dismiss(): void;
}

export type ModelStore = ReturnType<typeof createModelStore>;

export const firstModel = () => readPreference('model') ?? DEFAULT_MODEL;

const cancelledNote = (model: LoadParams['model']): string =>
  typeof model === 'string'
    ? 'Cancelled. What has arrived is kept: loading the model again goes on from there.'
    : 'Cancelled. Nothing was stored.';

export function createModelStore(client: ComputeClient) {
  return createStore<ModelState>()((set, get) => {
    client.onEvent((event) => {
      const { loaded } = get();
      if (event.kind === 'storing' || loaded?.handle !== event.handle) return;
      if (event.kind === 'deviceChanged') set({ loaded: { ...loaded, device: event.device }, notice: event.device.note });
      else {
        set({ loaded: event.model });
        writePreference('model', event.model.id);
        void get().refreshStored();
      }
    });

    const isCurrent = (controller: AbortController) => !controller.signal.aborted;
    let current: AbortController | undefined;

    return {
      stored: [],
      storedKnown: false,
      endpoint: readPreference('endpoint') ?? DEFAULT_ENDPOINT,
      allowedHosts: (readPreference('allowedHosts') ?? '').split(' ').filter(Boolean),
      token: '',
      device: (readPreference('device') as DeviceChoice | undefined) ?? 'auto',

      async load(model) {
        current?.abort();
        const controller = new AbortController();
        current = controller;
        const rate = downloadRate();
        const update = (change: Partial<Loading>) => {
          const { loading } = get();
          if (loading && isCurrent(controller)) set({ loading: { ...loading, ...change } });
        };
        const name = typeof model === 'string' ? model : diskId(model);
        const hear = (progress: Progress) => {
          update({ progress, bytesPerSecond: rate(progress) });
        };
        set({
          loading: { model: name, cancel: () => controller.abort() },
          error: undefined,
          notice: undefined,
          replacing: undefined,
        });
        try {
          const { endpoint, allowedHosts, token, device, loaded: previous } = get();
          const loaded = await client.call(
            'load',
            { model, device, endpoint, allowedHosts, token: token || undefined, defaultTasks: EXERCISE_TASKS, seed: DEFAULT_SEED },
            { signal: controller.signal, onProgress: hear },
          );
          if (current !== controller) {
            void client.call('dispose', { handle: loaded.handle });
            return false;
          }
          set({ loaded, loading: undefined, notice: loaded.device.fellBack ? loaded.device.note : loaded.note });
          writePreference('model', loaded.id);
          if (previous) void client.call('dispose', { handle: previous.handle });
          void get().refreshStored();
          return true;
        } catch (thrown) {
          if (current !== controller) return false;
          const error = toTandemError(thrown);
          const cancelled = error.code === 'aborted';
          set({
            loading: undefined,
            error: cancelled ? undefined : error,
            notice: cancelled ? cancelledNote(model) : undefined,
          });
          return false;
        }
      },

      async loadFirst(model) {
        if (await get().load(model)) return;
        const { error } = get();
        if (error?.code !== 'missing-file') return;
        if (await get().load(DEFAULT_MODEL)) set({ notice: `${error.message} The bundled model is used instead.` });
      },

      async setDevice(device) {
        set({ device });
        writePreference('device', device);
        const { loaded } = get();
        if (loaded) await get().load(loaded.id);
      },

      async openFromDisk(files) {
        const id = diskId(files);
        await get().refreshStored();
        if (get().stored.some((model) => model.id === id)) set({ replacing: { id, files }, error: undefined, notice: undefined });
        else await get().load(files);
      },

      async replace(confirmed) {
        const { replacing } = get();
        set({ replacing: undefined });
        if (confirmed && replacing) await get().load(replacing.files);
      },

      setToken: (token) => set({ token: token.trim() }),

      chooseHub(endpoint, allowedHosts) {
        const { href } = parseEndpoint(endpoint);
        const hosts = parseHosts(allowedHosts);
        writePreference('endpoint', href.replace(/\/+$/, ''));
        writePreference('allowedHosts', hosts.join(' '));
      },

      async refreshStored() {
        set({ stored: await client.call('storedModels', undefined), storedKnown: true, persistent: await isPersistent() });
      },

      async removeStored(id) {
        await client.call('removeStoredModel', { id });
        await get().refreshStored();
      },

      dismiss: () => set({ error: undefined, notice: undefined }),
    };
  });
}

/** Bytes a second over the last few seconds of a download. */
function downloadRate(now: () => number = () => performance.now()): (progress: Progress) => number | undefined {
  const WINDOW_MS = 3000;
  let samples: { time: number; loaded: number; file: string }[] = [];
  return (progress) => {
    if (progress.stage !== 'download') return undefined;
    const time = now();
    samples = [
      ...samples.filter((s) => s.file === progress.file && time - s.time < WINDOW_MS),
      { time, loaded: progress.loaded, file: progress.file },
    ];
    const first = samples[0];
    return time > first.time ? ((progress.loaded - first.loaded) / (time - first.time)) * 1000 : undefined;
  };
}
