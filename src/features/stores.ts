/** The stores of this page, within reach of every panel. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CurveState, CurveStore } from '../stores/curveStore';
import type { DataState, DataStore } from '../stores/dataStore';
import type { EmbedFileState, EmbedFileStore } from '../stores/embedFileStore';
import type { EmbedState, EmbedStore } from '../stores/embedStore';
import type { ExploreState, ExploreStore } from '../stores/explore/exploreStore';
import type { ExportState, ExportStore } from '../stores/exportStore';
import type { KindsState, KindsStore } from '../stores/kindsStore';
import type { LabelCurveState, LabelCurveStore } from '../stores/label/labelCurveStore';
import type { LabelState, LabelStore } from '../stores/label/labelStore';
import type { SuggestionState, SuggestionStore } from '../stores/label/suggestionStore';
import type { ChecksState, ChecksStore } from '../stores/mistakes/checksStore';
import type { MistakesState, MistakesStore } from '../stores/mistakes/mistakesStore';
import type { SecondState, SecondStore } from '../stores/mistakes/secondStore';
import type { SuspectsState, SuspectsStore } from '../stores/mistakes/suspectsStore';
import type { ModelState, ModelStore } from '../stores/modelStore';
import type { PredictionFileState, PredictionFileStore } from '../stores/predictionFileStore';
import type { PredictState, PredictStore } from '../stores/predictStore';
import type { ProjectState, ProjectStore } from '../stores/project/projectStore';
import type { RequestState, RequestStore } from '../stores/requestStore';
import type { StartState, StartStore } from '../stores/startStore';
import type { StorageState, StorageStore } from '../stores/storageStore';
import type { TourState, TourStore } from '../stores/tour/tourStore';
import type { TrainState, TrainStore } from '../stores/trainStore';
import type { WorkerState, WorkerStore } from '../stores/workerStore';

export interface Stores {
  model: ModelStore;
  kinds: KindsStore;
  embed: EmbedStore;
  embedFile: EmbedFileStore;
  start: StartStore;
  tour: TourStore;
  explore: ExploreStore;
  predict: PredictStore;
  predictionFile: PredictionFileStore;
  data: DataStore;
  labels: LabelStore;
  suggestions: SuggestionStore;
  labelCurve: LabelCurveStore;
  checks: ChecksStore;
  mistakes: MistakesStore;
  second: SecondStore;
  suspects: SuspectsStore;
  train: TrainStore;
  curve: CurveStore;
  exports: ExportStore;
  project: ProjectStore;
  storage: StorageStore;
  worker: WorkerStore;
  requests: RequestStore;
}

export const StoresContext = createContext<Stores | undefined>(undefined);

/** The stores themselves, for what is read once instead of shown. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error('StoresContext is missing above this component');
  return stores;
}

export const useModel = <T>(select: (state: ModelState) => T): T => useStore(useStores().model, select);
export const useKinds = <T>(select: (state: KindsState) => T): T => useStore(useStores().kinds, select);
export const useEmbed = <T>(select: (state: EmbedState) => T): T => useStore(useStores().embed, select);
export const useEmbedFile = <T>(select: (state: EmbedFileState) => T): T => useStore(useStores().embedFile, select);
export const useTour = <T>(select: (state: TourState) => T): T => useStore(useStores().tour, select);
export const useStart = <T>(select: (state: StartState) => T): T => useStore(useStores().start, select);
export const useExplore = <T>(select: (state: ExploreState) => T): T => useStore(useStores().explore, select);
export const usePredict = <T>(select: (state: PredictState) => T): T => useStore(useStores().predict, select);
export const usePredictionFile = <T>(select: (state: PredictionFileState) => T): T => useStore(useStores().predictionFile, select);
export const useData = <T>(select: (state: DataState) => T): T => useStore(useStores().data, select);
export const useExports = <T>(select: (state: ExportState) => T): T => useStore(useStores().exports, select);
export const useRequests = <T>(select: (state: RequestState) => T): T => useStore(useStores().requests, select);
export const useTrain = <T>(select: (state: TrainState) => T): T => useStore(useStores().train, select);
export const useCurve = <T>(select: (state: CurveState) => T): T => useStore(useStores().curve, select);
export const useProject = <T>(select: (state: ProjectState) => T): T => useStore(useStores().project, select);
export const useStorage = <T>(select: (state: StorageState) => T): T => useStore(useStores().storage, select);
export const useWorker = <T>(select: (state: WorkerState) => T): T => useStore(useStores().worker, select);
export const useLabels = <T>(select: (state: LabelState) => T): T => useStore(useStores().labels, select);
export const useLabelCurve = <T>(select: (state: LabelCurveState) => T): T => useStore(useStores().labelCurve, select);
export const useSuggested = <T>(select: (state: SuggestionState) => T): T => useStore(useStores().suggestions, select);
export const useChecks = <T>(select: (state: ChecksState) => T): T => useStore(useStores().checks, select);
export const useMistakes = <T>(select: (state: MistakesState) => T): T => useStore(useStores().mistakes, select);
export const useSecond = <T>(select: (state: SecondState) => T): T => useStore(useStores().second, select);
export const useSuspects = <T>(select: (state: SuspectsState) => T): T => useStore(useStores().suspects, select);
