/**
 * Starts sessions of a model on a device, and has the device prove itself on reference vectors before anything is computed
 * with one.
 */
import { TandemError } from '../errors';
import type { Gpu } from '../gpu/device';
import { rejectWhenLost } from '../gpu/loss';
import type { Model } from '../model/model';
import { MEAN_POOLING } from '../model/sentence/pooling';
import type { Head } from '../tasks/head';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { collate } from './batching';
import { type Depths, extentOf } from './depths';
import {
  deviation,
  MAX_DEVIATION,
  parseReference,
  REFERENCE_FILE,
  REFERENCE_TEXTS,
  type ReferenceVectors,
  writeReference,
} from './referenceVectors';
import { pooledFrom, poolingWeights } from './sentence/poolingWeights';
import { EncoderSession, type OrtRuntime, type TokenBatch } from './session';
import { type BatchResult, cpuReader, gpuReader, type StatesReader, type Wanted } from './statesReader';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm';

/** Where a model computes, and what is known of that. */
export interface DeviceStatus {
  /** `wasm` is the CPU. */
  device: 'webgpu' | 'wasm';
  /** The GPU's name, where one computes. */
  adapter?: string;
  /** Of the weights: `int8` for ONNX graphs with weights of eight bits. */
  precision: 'fp32' | 'int8';
  /** True once the device has reproduced stored reference vectors. */
  verified: boolean;
  /** Largest deviation from the reference vectors, relative to their largest value. */
  deviation?: number;
  /** Why it computes here, where that needs a word. */
  note?: string;
  /** True when WebGPU was wanted and is not what computes: it failed, was wrong, was lost or is not there. */
  fellBack: boolean;
}

/** What the surroundings bring: the browser's worker, or Node. */
export interface Host {
  ort: OrtRuntime;
  /** The one shared device; undefined where there is none. */
  gpu(): Promise<Gpu | undefined>;
}

/** Which hidden states a session computes: the last, all side by side, or those of some depths. */
export type Layers = 'last' | 'all' | Depths;

const depthsOf = (wanted: Layers, layers: number): Depths => (wanted === 'last' ? layers : wanted === 'all' ? `to ${layers}` : wanted);

export interface EngineOptions {
  device: DeviceChoice;
  /** Hears of a change of device after opening. */
  onDeviceChange?: (status: DeviceStatus) => void;
  onStage?: (what: 'session' | 'verify') => void;
}

/** A session under way. */
export interface Running {
  session: EncoderSession;
  reader: StatesReader;
  /** Rejects when the device is lost; never settles on wasm. */
  lost: Promise<never>;
  /** Largest deviation from reference vectors, relative to their largest value; undefined where there were none. */
  deviation?: number;
}

/** Reference vectors are means of a text's tokens, however the model itself pools: they show what the encoder computes. */
const VERIFIED = MEAN_POOLING.modes;

export class Starter {
  /** By layers: what the CPU makes of the reference texts above them. */
  private readonly references = new Map<Layers, Promise<ReferenceVectors>>();

  constructor(
    private readonly model: Model,
    private readonly tokenizer: Tokenizer,
    private readonly host: Pick<Host, 'ort'>,
    private readonly onStage: EngineOptions['onStage'] = () => {},
  ) {}

  /**
   * On the GPU where one is given, else on the CPU.
   *
   * @throws TandemError `wrong-result`, having closed the session. A session on a GPU is always compared, one on the CPU where
   *   the model came with reference vectors
   */
  async start(gpu: Gpu | undefined, layers: Layers): Promise<Running> {
    const reference = gpu ? await this.reference(layers) : await this.storedReference(layers);
    const running = await this.open(gpu, layers);
    if (!reference) return running;
    this.onStage?.('verify');
    try {
      const measured = deviation(await this.embed(running, reference.texts), reference.vectors);
      if (measured > MAX_DEVIATION) throw wrongResult(gpu?.name ?? 'wasm', measured);
      return { ...running, deviation: measured };
    } catch (error) {
      await close(running).catch(() => undefined);
      throw error;
    }
  }

  private async open(gpu: Gpu | undefined, wanted: Layers): Promise<Running> {
    const { model, host } = this;
    this.onStage?.('session');
    const { hiddenSize: hidden, numHiddenLayers } = model.config;
    const depths = depthsOf(wanted, numHiddenLayers);
    const { states, top } = extentOf(depths);
    const allLayers = typeof depths === 'string';
    const output = allLayers ? 'hidden_states' : 'last_hidden_state';
    const graph = wanted === 'last' ? model.graph : model.graphFor({ allLayers, endLayer: top });
    const session = await EncoderSession.create(host.ort, graph, output, await model.takeWeightFiles(), gpu?.device, model.files.onnxOnly);
    return {
      session,
      reader: gpu ? gpuReader(gpu.device, hidden, states) : cpuReader(hidden, states),
      lost: rejectWhenLost(gpu?.device),
    };
  }

  private async reference(layers: Layers): Promise<ReferenceVectors> {
    const stored = await this.storedReference(layers);
    if (stored) return stored;
    const top = this.topOf(layers);
    const of = top === this.model.config.numHiddenLayers ? 'last' : top;
    const known = this.references.get(of) ?? this.computeReference(of);
    this.references.set(of, known);
    known.catch(() => this.references.delete(of));
    return known;
  }

  private topOf(layers: Layers): number {
    return extentOf(depthsOf(layers, this.model.config.numHiddenLayers)).top;
  }

  /** Stored vectors are of the last layer. */
  private async storedReference(layers: Layers): Promise<ReferenceVectors | undefined> {
    if (this.topOf(layers) < this.model.config.numHiddenLayers) return undefined;
    const bytes = await this.model.files.read(REFERENCE_FILE).catch(() => undefined);
    return bytes && parseReference(bytes, this.model.config.hiddenSize);
  }

  /** A model that came without reference vectors gets them from the CPU, once; so do layers below the last, in every visit. */
  private async computeReference(layers: Layers): Promise<ReferenceVectors> {
    const running = await this.open(undefined, layers);
    const vectors = await this.embed(running, REFERENCE_TEXTS).finally(() => close(running));
    const reference = { texts: REFERENCE_TEXTS, vectors };
    // A full disk costs no more than computing them again next time.
    if (layers === 'last') await this.model.files.write?.(REFERENCE_FILE, writeReference(reference)).catch(() => undefined);
    return reference;
  }

  private async embed(running: Running, texts: string[]): Promise<Float32Array<ArrayBuffer>> {
    const rows = texts.map((text) => this.tokenizer.encode(text).ids);
    const weights = rows.flatMap((ids) => poolingWeights(VERIFIED, [pooledFrom(ids.length)]));
    const batch = collate(rows, this.tokenizer.padId, [], { modes: VERIFIED, weights });
    const { pooled } = await runOn(running, batch, [], {});
    return pooled as Float32Array<ArrayBuffer>;
  }
}

export async function runOn({ session, reader, lost }: Running, batch: TokenBatch, heads: Head[], wanted: Wanted): Promise<BatchResult> {
  const states = await session.run(batch, lost);
  return Promise.race([reader.read(states, batch, heads, wanted), lost]);
}

export async function close({ session, reader }: Running): Promise<void> {
  reader.destroy();
  await session.release();
}

function wrongResult(device: string, measured: number): TandemError {
  return new TandemError(
    'wrong-result',
    `${device} computes wrong embeddings (off by ${(measured * 100).toPrecision(2)} % of the largest value), so it is not used.`,
  );
}
