import type { DeviceChoice } from '../inference/starter';
import type { ComputeClient } from '../workers/client';
import type { Progress } from '../workers/protocol';

/** How a call can be followed and ended. */
export interface JobOptions {
  /** Cancels the call, which then throws a TandemError with the code `aborted`. */
  signal?: AbortSignal;
  /** Hears how far the call is. */
  onProgress?: (progress: Progress) => void;
}

/** Which worker a call goes to. */
export interface ClientOptions {
  /**
   * Where to compute. Default: one worker, shared by all models of the page.
   *
   * @internal
   */
  client?: ComputeClient;
}

/** How a model is opened. */
export interface PretrainedOptions extends JobOptions, ClientOptions {
  /** `auto` (default): WebGPU where there is a real adapter, wasm elsewhere. */
  device?: DeviceChoice;
  /** Base URL of the Hugging Face hub or a mirror of it. Default: https://huggingface.co */
  endpoint?: string;
  /** An access token of the hub, for private and gated repositories. It is sent to the endpoint alone, and not kept. */
  token?: string;
  /**
   * Hosts that the endpoint may redirect downloads to, besides those that hubs are known to use (huggingface.co, hf.co and all below
   * them): `cdn.example`, or `*.example.org` for all hosts below it. Downloads that come from elsewhere are refused with the host’s
   * name: in Node before it is asked, in browsers, which follow redirects unseen, before any of the answer is read.
   */
  allowedHosts?: string[];
}

/** How texts are taken through the model. */
export interface BatchOptions extends JobOptions {
  /** Sentences per batch. Default: 32. Memory is bounded apart from it: long sentences go in smaller batches. */
  batchSize?: number;
}
