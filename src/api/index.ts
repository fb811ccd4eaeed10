/** Tandem as a library: `import { SentenceTransformer } from './tandem.js'`. */
export { type ErrorCode, TandemError } from '../errors';
export type { DeviceChoice, DeviceStatus } from '../inference/starter';
export type { HeadConfig } from '../nn/heads/registry';
export type { Entity, LabelledToken } from '../nn/heads/tokenClassification';
export type {
  DatasetInfo,
  DatasetRow,
  Encoded,
  EpochRecord,
  Metrics,
  Prediction,
  Progress,
  RunDetails,
  Tensor,
  TrainOptions,
} from '../workers/protocol';
export { Dataset, type LoadDatasetOptions, loadDataset } from './Dataset';
export {
  type ForwardResult,
  type MultiTaskOptions,
  MultiTaskSentenceTransformer,
  type PredictResult,
  type TrainCallOptions,
} from './MultiTaskSentenceTransformer';
export type { BatchOptions, JobOptions, PretrainedOptions } from './options';
export { type EncodeOptions, SentenceTransformer } from './SentenceTransformer';
