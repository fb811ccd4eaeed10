/** All that the library offers, wherever it runs. */

export type { Shape } from '../autodiff/op';
export type { Tape, Value } from '../autodiff/tape';
export type { SplitCorrections, SplitNames } from '../data/assignSplits';
export type { Role, Roles } from '../data/columns';
export type { Example, Label, Labels, Problem, Span, SplitName } from '../data/dataset';
export type { ColumnSummary, Counts, DatasetSummary } from '../data/describe';
export type { LabelColumn } from '../data/labelColumns';
export type { Question } from '../data/questions';
export type { Renames } from '../data/rename';
export { type ErrorCode, TandemError } from '../errors';
export type { Prediction } from '../inference/predict';
export type { ReadingOptions, TextInput } from '../inference/reading';
export type { DeviceChoice, DeviceStatus } from '../inference/starter';
export type { Agreement, NameAgreement } from '../labelling/agreement';
export type { RepeatedRows } from '../labelling/repeatedRows';
export type { HeadActivation, Ops } from '../nn/ops';
export type { Schedule } from '../nn/optim/schedule';
export type { ParameterSpec } from '../nn/parameters';
export type { ClassAnswer, ClassificationConfig } from '../tasks/classification/classification';
export type { EntitiesConfig } from '../tasks/entities/config';
export type { EntitiesAnswer, Entity, LabelledToken } from '../tasks/entities/decode';
export type { AssignedColumn, TaskChoice } from '../tasks/fromData';
export type {
  AnyKind,
  Certainty,
  KindSetting,
  LossInputs,
  MetricSpec,
  Reading,
  Scored,
  Scores,
  Solved,
  SolveJob,
  SolvingRows,
  TargetType,
  TaskConfig,
  TaskKind,
  TrainingRow,
  View,
} from '../tasks/kind';
export type { Interval } from '../tasks/metrics/intervals';
export type { Reliability, ReliabilityBin } from '../tasks/metrics/reliability';
export type { MultiLabelAnswer, MultiLabelConfig } from '../tasks/multiLabel/multiLabel';
export type { FoundAnswer, QuestionAnsweringConfig } from '../tasks/questionAnswering/questionAnswering';
export type { NumberAnswer, RegressionConfig } from '../tasks/regression/regression';
export type { ChoiceSetting, FlagSetting, NumberSetting, Setting } from '../tasks/settings';
export type { MlpConfig } from '../tasks/shared/mlp';
export type { SolvedHead } from '../tasks/shared/sentenceHead';
export type { SimilarityAnswer, SimilarityConfig } from '../tasks/similarity/similarity';
export type { Metrics, TaskMetrics } from '../tasks/taskMetrics';
export type { ReadText } from '../tasks/text';
export type { TaskTools } from '../tasks/tools';
export type { Piece } from '../tokenizer/piece';
export type { CurveOptions, LearningCurve, TaskCurve } from '../train/curve/learningCurve';
export type { CurvePoint, Gain, Outlook, PowerLaw } from '../train/curve/powerLaw';
export type { CalibratedAt, Calibration } from '../train/learners/calibration';
export type { Forecast, Memory } from '../train/learners/forecast';
export type { EvaluationReport, ReportedMetric, TaskReport } from '../train/learners/report';
export type { Contrastive } from '../train/plan/contrastive';
export type { EarlyStopping, TaskOptions, TrainOptions, TrainOptionsInput } from '../train/plan/options';
export type { RecipeName } from '../train/plan/recipes/registry';
export type { Gradual, Stage, Unfreezing } from '../train/plan/unfreezing';
export type { RunAbout } from '../train/runs/about';
export type { Best } from '../train/runs/bestEpochs';
export type { ComparedPair, ComparedSentence, Comparison } from '../train/runs/comparison';
export type { Drift } from '../train/runs/drift';
export type { EpochRecord, RunStatus } from '../train/runs/loop';
export type { PaceReport, StepPoint } from '../train/runs/pace';
export type { AnsweredText, Intervals, RunDetails, RunRecord } from '../train/runs/runs';
export type { Spread, Sweep, SweepInput, SweepPart, SweptSetting } from '../train/runs/sweep';
export type { StepReport } from '../train/step/stepLog';
export type {
  ColumnPairs,
  ComparedColumn,
  DatasetFit,
  DatasetInfo,
  DatasetOptions,
  DatasetRow,
  Disagreement,
  Encoded,
  EvaluatedRow,
  ExportedFile,
  KindInfo,
  LabelAgreement,
  LoadedModel,
  Outliers,
  Progress,
  SentenceFacts,
  StorageList,
  StoredItem,
  StoredKind,
  SuspectLabel,
  SuspectLabels,
  TargetInfo,
  Tensor,
} from '../workers/protocol';
export { Dataset, type LoadDatasetOptions, loadDataset } from './Dataset';
export { clusterEmbeddings, mapEmbeddings, type NearDuplicate, nameClusters, nearDuplicates } from './explore';
export type { ForwardInputs, Input } from './inputs';
export {
  type EvaluateOptions,
  type ExportPredictionsOptions,
  type ForwardResult,
  type MultiTaskOptions,
  MultiTaskSentenceTransformer,
  type PredictOptions,
  type PredictResult,
  type SweepOptions,
  type TrainCallOptions,
} from './MultiTaskSentenceTransformer';
export type { ModelInput } from './modelInput';
export type { BatchOptions, ClientOptions, JobOptions, PretrainedOptions } from './options';
export type { SaveOptions } from './PretrainedModel';
export { registerTask } from './registerTask';
export { describeRun, keepRun, listRuns, removeRun } from './runs';
export { type EncodeOptions, SentenceTransformer } from './SentenceTransformer';
export { storage } from './storage';
