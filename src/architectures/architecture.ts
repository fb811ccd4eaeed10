/**
 * What an encoder's architecture is here: how its config.json reads, and its forward, written once against
 * {@link EncoderOps}. Everything else follows from these: the ONNX graph, the forward that is trained, the
 * names and shapes of its tensors, and the depth at which each of them learns.
 */

/** As `hidden_act` in config.json. */
export type HiddenAct = 'gelu' | 'gelu_new' | 'relu';

/** What all architectures have in common. An architecture adds what its own forward reads. */
export interface EncoderConfig {
  /** Name of its {@link Architecture}. */
  architecture: string;
  vocabSize: number;
  hiddenSize: number;
  numHiddenLayers: number;
  numAttentionHeads: number;
  intermediateSize: number;
  /** Longest sequence in tokens, special tokens included. */
  maxLength: number;
  /** Segments that it tells apart; 0 or 1 where there are none. */
  typeVocabSize: number;
  padTokenId: number;
  /** How positions are counted: from 0, or from the row after the padding's, which padding tokens keep to themselves. */
  positionIds: 'fromZero' | 'afterPadding';
  layerNormEps: number;
  hiddenAct: HiddenAct;
  hiddenDropoutProb: number;
  attentionProbsDropoutProb: number;
}

/** What picks the row of an embedding table: a token's id, its position, or its segment. */
export type TokenRow = 'words' | 'positions' | 'types';

export interface AttentionLayer<T> {
  /** The module that holds the layers of query, key and value; or the layer of all three, one below the other. */
  at: string;
  /** Names of the three layers where each has its own. */
  parts?: readonly [query: string, key: string, value: string];
  /** Whether they have biases. Default: true. */
  biases?: boolean;
  /** Of {@link EncoderOps.relativeBias}. Default: none. */
  relativeBias?: T;
  /** Base of the rotary position embeddings of query and key (Su et al., 2021). Default: there are none. */
  rotary?: number;
  /** How many tokens to either side are looked at. Default: all of the sequence. */
  reach?: number;
}

/**
 * What an encoder computes with, on all tokens of a batch at once; T stands for [tokens, width]. A name is that of the
 * layer whose parameters are meant, as Hugging Face has it.
 */
export interface EncoderOps<T> {
  /** torch.nn.Embedding: a row of [rows, width] for each token. Words of padding learn nothing. */
  embedding(name: string, by: TokenRow, rows: number, width: number): T;
  add(a: T, b: T): T;
  /** torch.nn.LayerNorm over the width, with the config's epsilon. @param bias whether it has one. Default: true */
  layerNorm(x: T, name: string, bias?: boolean): T;
  /** The identity outside training. */
  dropout(x: T, probability: number): T;
  /** @param bias whether it has one. Default: true */
  linear(x: T, name: string, outputs: number, bias?: boolean): T;
  /** A linear layer back to the residual's width, plus the residual. @param dropout of what the layer gives, before the sum */
  linearResidual(x: T, name: string, residual: T, dropout: number, bias?: boolean): T;
  /** The config's activation. */
  activation(x: T): T;
  /** The config's activation of the left half of the columns, times the right half (Shazeer, 2020). */
  gatedActivation(x: T): T;
  /**
   * What attention adds to the scores of every head, by the distance from one token to another (Raffel et al., 2020): rows of a
   * table [buckets, heads].
   *
   * @param bucketOf the row of each distance from 1 − maxLength to maxLength − 1
   */
  relativeBias(name: string, buckets: number, bucketOf: readonly number[]): T;
  /** Multi-head self-attention within each sequence: [tokens, hidden] of all heads side by side. */
  attention(x: T, layer: AttentionLayer<T>): T;
}

export interface Architecture<Config extends EncoderConfig = EncoderConfig> {
  name: string;
  /** In messages: "BERT". */
  title: string;
  /** What config.json may call it: `model_type`, and how class names in `architectures` begin where that is missing. */
  modelTypes: readonly string[];
  classNames: RegExp;
  /** @param json of config.json @throws TandemError `bad-config`, `unsupported-model` */
  config(json: Record<string, unknown>): Config;
  /** [tokens, hidden], the hidden state below the first layer. */
  embeddings<T>(ops: EncoderOps<T>, config: Config): T;
  /** What all layers read beside the hidden states. Its parameters learn with the embeddings. Default: nothing. */
  shared?<T>(ops: EncoderOps<T>, config: Config): T;
  /** One layer, [tokens, hidden] twice. @param index from 0 */
  layer<T>(ops: EncoderOps<T>, config: Config, hidden: T, index: number, shared?: T): T;
  /** What follows the top layer. Its parameters learn with that layer. Default: nothing. */
  finish?<T>(ops: EncoderOps<T>, config: Config, hidden: T): T;
  /** A linear layer that stands on top in many files. Nothing here computes with it; it is handed on with a model. */
  pooler?: string;
}
