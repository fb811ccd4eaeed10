/** What reference/architectures_fixture.py computes with a small model of every architecture, and the same weights here. */
import { readFileSync } from 'node:fs';
import type { EncoderConfig } from '../architectures/architecture';
import { parametersOf } from '../architectures/parameters';
import type { CpuTensor } from '../nn/ops';
import { hashTensor, type NamedTensor } from './hashWeights';
import type { JointBertCase } from './jointBert';

export interface ArchitectureCase extends JointBertCase {
  /** Of the embeddings and every layer, real tokens one behind another. */
  hiddenStates: string[];
  /** Of both tasks, and the total. */
  losses: number[];
  gradients: Record<string, { norm: number; stride: number; values: string }>;
  /** Total losses of consecutive steps of AdamW. */
  steps: number[];
}

interface Fixture {
  training: { rate: number; decay: number; layerDecay: number };
  cases: Record<string, ArchitectureCase>;
  /** One sequence each, and the states of some of its tokens. */
  long: Record<string, { config: unknown; ids: number[]; tokens: number[]; states: string }>;
  /** Of each distance from −511 to 511. */
  mpnetBuckets: number[];
  /** A RoBERTa with its tokenizer, from text to vector; and the cases, given {@link withFolderVocabulary}. */
  folder: { config: unknown; tokenizer: unknown; sentences: string[]; embeddings: string; byArchitecture: Record<string, string> };
}

export const architecturesFixture = JSON.parse(readFileSync('reference/fixtures/architectures.json', 'utf8')) as Fixture;

/** A case's config for the folder's tokenizer. */
export const withFolderVocabulary = ({ config }: ArchitectureCase): string =>
  JSON.stringify({ ...config, vocab_size: 280, max_position_embeddings: 66 });

/** The fixture's weights, in the order of the model's own names. */
export function architectureWeights(config: EncoderConfig): NamedTensor[] {
  const { all } = parametersOf(config);
  const sorted = all.map(({ name }) => name).sort();
  return all.map(({ name, shape }) => ({ name, shape, values: hashTensor(sorted.indexOf(name), { name, shape }) }));
}

export const architectureTree = (config: EncoderConfig): Map<string, CpuTensor> =>
  new Map(architectureWeights(config).map(({ name, shape, values }) => [name, { shape, data: values }]));
