/**
 * Everything that passes between a page and the compute worker. A call is answered by exactly one
 * result or error under its id, with any number of progress messages before; events come unasked.
 */
import type { SplitName } from '../data/dataset';
import type { GivenLabels } from '../data/given';
import type { EmbeddingRow, Neighbour } from '../embeddings/embeddingSet';
import type { ChosenRows } from '../embeddings/exportRows';
import type { EmbeddingFormat } from '../embeddings/formats';
import type { ErrorCode } from '../errors';
import type { Prediction } from '../inference/predict';
import type { DeviceStatus } from '../inference/starter';
import type { RepeatedRows } from '../labelling/repeatedRows';
import type { RequestNote } from '../model/requests';
import type { TaskConfig } from '../tasks/kind';
import type { Metrics } from '../tasks/taskMetrics';
import type { LearningCurve } from '../train/curve/learningCurve';
import type { Forecast } from '../train/learners/forecast';
import type { EvaluationReport } from '../train/learners/report';
import type { Situation, Speed } from '../train/plan/recipes/situation';
import type { RunAbout } from '../train/runs/about';
import type { EpochRecord } from '../train/runs/loop';
import type { PaceReport, StepPoint } from '../train/runs/pace';
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { Sweep, SweepPart } from '../train/runs/sweep';
import type { ColumnPairs, LabelAgreement } from './protocol/agreement';
import type {
  DatasetInfo,
  DatasetOptions,
  DatasetRow,
  DatasetSource,
  FormatInfo,
  FoundRow,
  LabelOutline,
  RowSearch,
  RowToLabel,
} from './protocol/datasets';
import type { EmbeddingSetInfo, EmbedParams } from './protocol/embeddings';
import type { PointColumn } from './protocol/explore';
import type { ExportedFile, ExportParams, TargetInfo } from './protocol/exports';
import type { LabelCurve, LabelCurveParams, Learned, LearnParams, RowSuggestions } from './protocol/labelling';
import type { EvaluatedRow, EvaluationCounts, EvaluationInfo, EvaluationView } from './protocol/mistakes';
import type {
  Encoded,
  EncodeParams,
  ForwardParams,
  LoadedModel,
  LoadParams,
  PredictParams,
  PromptChoice,
  SampleHeads,
  StoredModel,
  Tensor,
} from './protocol/models';
import type { PredictedRow, PredictionCounts, PredictionSetInfo, PredictionView } from './protocol/predictions';
import type { StorageList, StoredItem } from './protocol/storage';
import type {
  DatasetFit,
  EvaluateParams,
  KindInfo,
  LearningCurveParams,
  Outliers,
  SuspectLabels,
  SweepParams,
  TrainParams,
} from './protocol/training';

export type * from './protocol/agreement';
export type * from './protocol/datasets';
export type * from './protocol/embeddings';
export type * from './protocol/explore';
export type * from './protocol/exports';
export type * from './protocol/labelling';
export type * from './protocol/mistakes';
export type * from './protocol/models';
export type * from './protocol/predictions';
export type * from './protocol/storage';
export type * from './protocol/training';

/** The first message to the worker in the browser. */
export interface WorkerStart {
  /** Of ONNX Runtime's WebAssembly. */
  wasmUrl: string;
  /** Of the folder of bundled models, with a slash at its end. */
  modelsUrl: string;
  /** The Web Lock that the worker holds while it lives. */
  life: string;
}

export interface Methods {
  load: { params: LoadParams; result: LoadedModel };
  dispose: { params: { handle: number }; result: void };
  /** Replaces the heads of a loaded model. */
  setTasks: { params: { handle: number; tasks: Record<string, TaskConfig>; seed: number }; result: void };
  /** Gives a bundled model the heads that were trained on the sample; undefined where it has none, and nothing changes. */
  useSampleHeads: { params: { handle: number }; result: SampleHeads | undefined };
  /** Token ids and mask, padded to the longest: [B, L]. */
  tokenize: { params: { handle: number; sentences: string[] }; result: { inputIds: number[][]; attentionMask: number[][] } };
  encode: { params: EncodeParams; result: Encoded };
  forward: { params: ForwardParams; result: Record<string, Tensor> };
  predict: { params: PredictParams; result: Prediction[] };
  /** Makes a set without answers of all rows of a data set: those of all splits, one split behind the other. */
  openPredictions: { params: { handle: number; dataset: number }; result: PredictionSetInfo };
  /** Answers what is not answered yet. Cancelling it ends it where it is, as does an error: what was answered stays. */
  runPredictions: { params: { handle: number; set: number; batchSize?: number }; result: PredictionSetInfo };
  predictionRows: { params: { set: number; view: PredictionView; from: number; count: number }; result: PredictedRow[] };
  /** The view's rows, by their places in the file. */
  predictionOrder: { params: { set: number; view: PredictionView }; result: Uint32Array };
  predictionCounts: { params: { set: number; view: PredictionView }; result: PredictionCounts };
  /** Of all answered rows in the order of the file. Unsure answers are left empty. */
  exportPredictions: { params: { set: number; format: string; threshold?: number }; result: ExportedFile };
  dropPredictions: { params: { set: number }; result: void };
  /** Makes ready to learn while the rows of a data set are labelled. @param states whether there are entities among the tasks */
  openSuggestions: {
    params: { handle: number; dataset: number; states: boolean };
    result: { session: number; done: number; rows: number };
  };
  /** Reads the texts that were not read yet, some rows first. Cancelling it ends it where it is: what was read stays. */
  readToSuggest: { params: { session: number; first: number[] }; result: { done: number; rows: number } };
  /** Takes up what a person has said of rows since, learns from it, and ranks the rows that lack a label. */
  learnLabels: { params: LearnParams; result: Learned };
  /** @param leaveUnread whether texts that were not read yet are left without suggestions; otherwise they are read at once */
  suggestLabels: { params: { session: number; rows: number[]; leaveUnread?: boolean }; result: RowSuggestions[] };
  /** Has new heads learn from more and more of the labels. It gives way to `learnLabels`. */
  labelCurve: { params: LabelCurveParams; result: LabelCurve };
  dropSuggestions: { params: { session: number }; result: void };
  embed: { params: EmbedParams; result: EmbeddingSetInfo };
  embeddingRows: { params: { set: number; from: number; count: number }; result: EmbeddingRow[] };
  nearest: { params: { set: number; index: number; count: number }; result: Neighbour[] };
  /** Similarities of the first `count` rows, by the model's function: [count, count]. */
  similarities: { params: { set: number; count: number }; result: Tensor };
  exportEmbeddings: { params: { set: number; format: EmbeddingFormat }; result: Blob };
  /** Vectors and texts of rows, to be handed to the worker that draws maps: data is [rows, size]. */
  embeddingVectors: { params: { set: number; from: number; count: number }; result: { data: Float32Array; texts: string[] } };
  embeddingTexts: { params: { set: number; rows: ArrayLike<number> }; result: string[] };
  /** The rows of highest similarity to a query, by the model's function, best first. */
  searchEmbeddings: { params: { handle: number; set: number; query: string; count: number } & PromptChoice; result: Neighbour[] };
  /** Labels and splits of a data set's rows. */
  pointColumns: { params: { dataset: number }; result: PointColumn[] };
  /** What the model's heads answer for the texts of a set. */
  predictedColumns: { params: { handle: number; set: number }; result: PointColumn[] };
  exportRows: { params: { set: number } & ChosenRows; result: Blob };
  dropEmbeddings: { params: { set: number }; result: void };
  /** The ways in which a model can be saved. */
  exportTargets: { params: Omit<ExportParams, 'target' | 'task'>; result: TargetInfo[] };
  exportModel: { params: ExportParams; result: ExportedFile };
  storedModels: { params: void; result: StoredModel[] };
  removeStoredModel: { params: { id: string }; result: void };
  /** Everything that is stored. */
  stored: { params: void; result: StorageList };
  freeStored: { params: Pick<StoredItem, 'kind' | 'id'>; result: void };
  /** Every registered kind. */
  taskKinds: { params: void; result: KindInfo[] };
  /** Imports a module whose default export makes a task kind of the tools for it. */
  registerTask: { params: { url: string }; result: KindInfo };
  dataFormats: { params: void; result: FormatInfo[] };
  /**
   * @param keepRefused to get files that no row could be read of as a data set without rows, with `refused`, instead of an error
   */
  loadDataset: {
    params: { source: DatasetSource; options?: DatasetOptions; given?: GivenLabels; keepRefused?: boolean };
    result: DatasetInfo;
  };
  labelOutline: { params: { dataset: number }; result: LabelOutline };
  /** From this row on, as many as a message may carry. */
  rowKeys: { params: { dataset: number; from: number }; result: string[] };
  /** By their numbers through all splits, one behind the other. */
  rowsToLabel: { params: { dataset: number; rows: number[] }; result: RowToLabel[] };
  /** With the labels that files hold. */
  findRows: { params: { dataset: number; search: RowSearch }; result: FoundRow[] };
  datasetRows: { params: { dataset: number; split: SplitName; from: number; count: number }; result: DatasetRow[] };
  /** How far two data sets agree on labels of the same texts; `dataset` with the labels that a person gave. */
  compareLabels: { params: { dataset: number; other: number; columns?: ColumnPairs }; result: LabelAgreement };
  /** Rows whose texts come again, by their numbers through all splits; with the labels that a person gave. */
  repeatedRows: { params: { dataset: number }; result: RepeatedRows };
  /** All rows with all labels, save columns that were left out, as they were read and corrected. */
  exportDataset: { params: { dataset: number; format: string }; result: ExportedFile };
  dropDataset: { params: { dataset: number }; result: void };
  /** What a recipe is chosen by. */
  situation: { params: { handle: number; dataset: number }; result: Situation };
  /** Measured once for a model on a device, in a second or a few. */
  speed: { params: { handle: number; dataset: number }; result: Speed };
  /** Cancelling it ends the run where it is; what was learnt by then is its result. */
  train: { params: TrainParams; result: RunDetails };
  /** Runs one after another, after which the model is as before. Cancelling it ends the run under way, and there are no more. */
  sweep: { params: SweepParams; result: Sweep };
  /** Of a run with an open encoder, before it is started. */
  forecast: { params: TrainParams; result: Forecast };
  pauseTraining: { params: { handle: number; paused: boolean }; result: void };
  /** How scores rise with the rows that heads learn from, on a frozen encoder. */
  learningCurve: { params: LearningCurveParams; result: LearningCurve };
  /** Rows whose labels are likely to be wrong, by heads of the data set's tasks that have not seen them. */
  suspectLabels: { params: { handle: number; dataset: number; seed?: number }; result: SuspectLabels };
  /** Rows that are unlike the others, by what the model's encoder says of their texts. */
  outliers: { params: { handle: number; dataset: number; seed?: number }; result: Outliers };
  /** Of the model's heads on a split, by the answers that they give. */
  evaluate: { params: EvaluateParams; result: Metrics };
  /** The same, with intervals and how far probabilities may be believed. */
  evaluationReport: { params: EvaluateParams; result: EvaluationReport };
  /** Has the heads answer every labelled row, of all splits or of one; the answers stay in the worker. */
  openEvaluation: { params: { handle: number; dataset: number; split?: SplitName }; result: EvaluationInfo };
  evaluatedRows: { params: { evaluation: number; view: EvaluationView; from: number; count: number }; result: EvaluatedRow[] };
  /** The view's rows, by their numbers through all splits. */
  evaluatedOrder: { params: { evaluation: number; view: EvaluationView }; result: Uint32Array };
  evaluationCounts: { params: { evaluation: number; view: EvaluationView }; result: EvaluationCounts };
  dropEvaluation: { params: { evaluation: number }; result: void };
  datasetFit: { params: { handle: number; dataset: number }; result: DatasetFit };
  /** @param removed whether those that were removed, and can be restored, are among them. Default: false */
  runs: { params: { removed?: boolean } | undefined; result: RunRecord[] };
  /** Gives a model the heads of a kept run. */
  useRun: { params: { handle: number; run: string }; result: RunDetails };
  /** What is undefined, empty or false is taken back. */
  describeRun: { params: { run: string; about: RunAbout }; result: RunAbout };
  /** Stores what there was no room for when the run ended, in the same visit. */
  keepRun: { params: { run: string }; result: RunDetails };
  /** For good. */
  removeRun: { params: { run: string }; result: void };
}

export type Method = keyof Methods;

/** How far a job is; `stage` says what it is doing. */
export type Progress =
  /** Bytes; `total` is unknown where the server does not give it. */
  | { stage: 'download'; file: string; loaded: number; total: number | undefined }
  /** Bytes of a file that is made. */
  | { stage: 'file'; done: number; total: number }
  /** A model is opened: its weights are read, its session is made, its device is verified. */
  | { stage: 'open'; what: 'weights' | 'session' | 'verify' }
  /** `total` is unknown while a file is still being read. */
  | { stage: 'sentences'; done: number; total: number | undefined; perSecond: number; secondsLeft: number | undefined }
  /** Cross-validation begins one of its folds, counted from 1. */
  | { stage: 'fold'; fold: number; folds: number }
  /** A run begins, or goes on after so many epochs, under this id: its checkpoints are kept under it. */
  | { stage: 'run'; id: string; epochs: number }
  /** One of the runs of a sweep is about to begin. */
  | ({ stage: 'sweep' } & SweepPart)
  /** A learning curve has so many of its subsets behind it. */
  | { stage: 'curve'; done: number; total: number }
  /** Training steps since the last message. */
  | { stage: 'steps'; points: StepPoint[]; pace: PaceReport }
  /** An epoch is over: its record, and the best epoch of each task so far with its metrics. */
  | { stage: 'epoch'; record: EpochRecord; best: RunRecord['best']; metrics: Metrics };

/** Something happened to a model that nobody asked for: its device was lost and it runs elsewhere now. */
export interface DeviceChanged {
  kind: 'deviceChanged';
  handle: number;
  device: DeviceStatus;
}

/** The model behind a handle has become another one: its encoder was trained. */
export interface ModelChanged {
  kind: 'modelChanged';
  handle: number;
  model: LoadedModel;
}

/** Something that a person would miss is about to be stored: a model, a run. Only a page can ask the browser to keep it. */
export interface Storing {
  kind: 'storing';
}

export type WorkerEvent = DeviceChanged | ModelChanged | Storing;

export interface WireError {
  code: ErrorCode;
  message: string;
}

export type Call = { [M in Method]: { kind: 'call'; id: number; method: M; params: Methods[M]['params'] } }[Method];
/** A ping is answered at once, unless something holds the worker's thread. */
export type ToWorker = Call | { kind: 'cancel'; id: number } | { kind: 'ping' };
export type FromWorker =
  | { kind: 'result'; id: number; result: Methods[Method]['result'] }
  | { kind: 'error'; id: number; error: WireError }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'event'; event: WorkerEvent }
  /** Another machine was asked for something, or more of its answer has arrived. */
  | { kind: 'request'; request: RequestNote }
  | { kind: 'pong' }
  /** The worker holds its lock, so that its end is heard of. */
  | { kind: 'alive' };
