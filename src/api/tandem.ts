/** All that the library offers, wherever it runs. */
export type { Problem, Span, SplitName } from '../data/dataset';
export { type ErrorCode, TandemError } from '../errors';
export type { Prediction } from '../inference/predict';
export type { ReadingOptions, TextInput } from '../inference/reading';
export type { DeviceChoice, DeviceStatus } from '../inference/starter';
export type { ClassAnswer, ClassificationConfig } from '../tasks/classification/classification';
export type { EntitiesConfig } from '../tasks/entities/config';
export type { EntitiesAnswer, Entity, LabelledToken } from '../tasks/entities/decode';
export type { TaskConfig, TaskKind } from '../tasks/kind';
export type { MultiLabelAnswer, MultiLabelConfig } from '../tasks/multiLabel/multiLabel';
export type { FoundAnswer, QuestionAnsweringConfig } from '../tasks/questionAnswering/questionAnswering';
export type { NumberAnswer, RegressionConfig } from '../tasks/regression/regression';
export type { SimilarityAnswer, SimilarityConfig } from '../tasks/similarity/similarity';
export type { Metrics, TaskMetrics } from '../tasks/taskMetrics';
export type { TaskTools } from '../tasks/tools';
export type { Forecast } from '../train/learners/forecast';
export type { TaskOptions, TrainOptions, TrainOptionsInput } from '../train/plan/options';
export type { EpochRecord } from '../train/runs/loop';
export type { RunDetails, RunRecord } from '../train/runs/runs';
export type {
  DatasetFit,
  DatasetInfo,
  DatasetRow,
  Encoded,
  ExportedFile,
  KindInfo,
  Progress,
  TargetInfo,
  Tensor,
} from '../workers/protocol';
export { Dataset, type LoadDatasetOptions, loadDataset } from './Dataset';
export type { Input } from './inputs';
export {
  type EvaluateOptions,
  type ExportPredictionsOptions,
  type ForwardInputs,
  type ForwardResult,
  type MultiTaskOptions,
  MultiTaskSentenceTransformer,
  type PredictOptions,
  type PredictResult,
  type TrainCallOptions,
} from './MultiTaskSentenceTransformer';
export type { ModelInput } from './modelInput';
export type { BatchOptions, JobOptions, PretrainedOptions } from './options';
export type { SaveOptions } from './PretrainedModel';
export { registerTask } from './registerTask';
export { listRuns, removeRun } from './runs';
export { type EncodeOptions, SentenceTransformer } from './SentenceTransformer';
