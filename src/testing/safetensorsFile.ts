/** Writes safetensors files as other tools write them: in three float types, in shards, under old names. */
import type { NamedTensor } from './hashWeights';

export type FloatType = 'F32' | 'F16' | 'BF16';

const BYTES = { F32: 4, F16: 2, BF16: 2 };

/** Names as in checkpoints of 2018 or of models with heads. */
export function rename({ name, ...rest }: NamedTensor, prefix: string, oldLayerNorm: boolean): NamedTensor {
  const layerNorm = oldLayerNorm ? name.replace(/(LayerNorm)\.weight$/, '$1.gamma').replace(/(LayerNorm)\.bias$/, '$1.beta') : name;
  return { ...rest, name: prefix + layerNorm };
}

export function safetensorsFile(tensors: NamedTensor[], type: FloatType = 'F32'): Uint8Array<ArrayBuffer> {
  const header = safetensorsHeader(tensors, type);
  const bytes = new Uint8Array(header.length + tensors.reduce((sum, { values }) => sum + values.length * BYTES[type], 0));
  bytes.set(header);
  let at = header.length;
  for (const { values } of tensors) {
    const encoded = encode(values, type);
    bytes.set(encoded, at);
    at += encoded.length;
  }
  return bytes;
}

/** Length field and JSON header, padded with blanks to a multiple of eight. */
export function safetensorsHeader(tensors: { name: string; shape: number[] }[], type: FloatType): Uint8Array<ArrayBuffer> {
  const entries: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let at = 0;
  for (const { name, shape } of tensors) {
    const end = at + shape.reduce((a, b) => a * b, 1) * BYTES[type];
    entries[name] = { dtype: type, shape, data_offsets: [at, end] };
    at = end;
  }
  const json = JSON.stringify(entries);
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const header = new Uint8Array(8 + text.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(text.length), true);
  header.set(text, 8);
  return header;
}

/** `count` files of about the same number of tensors, and the index that names them. */
export function shards(tensors: NamedTensor[], count: number, type: FloatType): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const weightMap: Record<string, string> = {};
  const size = Math.ceil(tensors.length / count);
  for (let i = 0; i < count; i++) {
    const name = `model-${String(i + 1).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.safetensors`;
    const part = tensors.slice(i * size, (i + 1) * size);
    for (const tensor of part) weightMap[tensor.name] = name;
    files.set(name, safetensorsFile(part, type));
  }
  files.set('model.safetensors.index.json', new TextEncoder().encode(JSON.stringify({ metadata: {}, weight_map: weightMap })));
  return files;
}

function encode(values: Float32Array<ArrayBuffer>, type: FloatType): Uint8Array<ArrayBuffer> {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(Uint16Array.from(values, type === 'F16' ? toHalf : toBfloat).buffer);
}

/** The nearest value of the narrower type, as float32: what a model of that type computes with. */
export function rounded(tensor: NamedTensor, type: FloatType): NamedTensor {
  const round = { F32: (v: number) => v, F16: (v: number) => fromHalf(toHalf(v)), BF16: (v: number) => fromBfloat(toBfloat(v)) }[type];
  return { ...tensor, values: tensor.values.map(round) };
}

const scratch = new DataView(new ArrayBuffer(4));

/** Round to nearest, ties to even. */
function toBfloat(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

function fromBfloat(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Round to nearest, ties to even; test weights are far from the limits of the range. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -25) return sign;
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const steps = magnitude / 2 ** (exponent - 10);
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const mantissa = floor + Number(rest > 0.5 || (rest === 0.5 && floor % 2 === 1));
  return sign | ((exponent + 14) * 1024 + mantissa);
}

function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const magnitude = exponent === 0 ? (bits & 1023) * 2 ** -24 : (1024 + (bits & 1023)) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -magnitude : magnitude;
}
