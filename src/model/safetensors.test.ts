import { describe, expect, it } from 'vitest';
import { safetensorsFile } from '../testing/safetensorsFile';
import { parseSafetensorsHeader, parseShardIndex } from './safetensors';

const parse = (bytes: Uint8Array, size = bytes.length) => parseSafetensorsHeader(bytes, size, 'model.safetensors');

/** A file with this header and `data` bytes behind it. */
function file(header: unknown, data: number): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') => ({ dtype, shape, data_offsets: [begin, end] });

it('gives every tensor with its byte range in the file', () => {
  const bytes = safetensorsFile([
    { name: 'a', shape: [2, 3], values: new Float32Array([1, 2, 3, 4, 5, 6]) },
    { name: 'b', shape: [1], values: new Float32Array([7]) },
  ]);
  const { a, b } = Object.fromEntries(parse(bytes));
  expect(a).toMatchObject({ dtype: 'F32', shape: [2, 3], length: 24 });
  expect(new Float32Array(bytes.slice(a.offset, a.offset + a.length).buffer)).toEqual(new Float32Array([1, 2, 3, 4, 5, 6]));
  expect(new Float32Array(bytes.slice(b.offset, b.offset + b.length).buffer)).toEqual(new Float32Array([7]));
});

it('needs no more of a file than its header', () => {
  const bytes = file({ a: entry(0, 1000) }, 0);
  expect(parse(bytes, bytes.length + 1000).get('a')?.length).toBe(1000);
});

describe('a file that cannot be used is named, with the reason', () => {
  it.each<[string, Uint8Array, number | undefined, RegExp]>([
    ['empty', new Uint8Array(), undefined, /too short/],
    ['an error page', new TextEncoder().encode('<!doctype html><html>'), undefined, /not a header length/],
    ['cut in its header', file({ a: entry(0, 8) }, 0).subarray(0, 20), undefined, /header should end/],
    ['cut in its data', file({ a: entry(0, 8) }, 4), undefined, /truncated: \d+ of \d+ bytes/],
    ['too long', file({ a: entry(0, 8) }, 9), undefined, /1 bytes follow/],
    ['no JSON', file('{"a":', 0), undefined, /not JSON/],
    ['a JSON array', file('[]', 0), undefined, /not JSON/],
    ['not UTF-8', file('{"\u00ff":1}', 0).map((byte) => (byte === 0xc3 ? 0xff : byte)), undefined, /not JSON/],
    ['a malformed entry', file({ a: { dtype: 'F32', shape: [1] } }, 4), undefined, /entry for "a"/],
    ['negative offsets', file({ a: entry(-4, 0, [1]) }, 4), undefined, /entry for "a"/],
    ['a size that does not fit the shape', file({ a: entry(0, 8, [3]) }, 8), undefined, /8 bytes long, which does not fit F32 \[3\]/],
    ['a gap', file({ a: entry(0, 4), b: entry(8, 12) }, 12), undefined, /"b" does not begin where/],
    ['an overlap', file({ a: entry(0, 8), b: entry(4, 12) }, 12), undefined, /"b" does not begin where/],
  ])('%s', (_, bytes, size, words) => {
    expect(() => parse(bytes, size)).toThrow(expect.objectContaining({ code: 'bad-safetensors' }));
    expect(() => parse(bytes, size)).toThrow(words);
    expect(() => parse(bytes, size)).toThrow(/^model\.safetensors is not a usable/);
  });
});

describe('the shard index', () => {
  it('names every file once, in order', () => {
    expect(parseShardIndex('{"weight_map":{"a":"2.safetensors","b":"1.safetensors","c":"2.safetensors"}}')).toEqual([
      '1.safetensors',
      '2.safetensors',
    ]);
  });

  it.each(['', '{}', 'null', '{"weight_map":{}}', '{"weight_map":{"a":1}}', '{"weight_map":{"a":"../../etc/passwd"}}'])(
    'refuses %s',
    (text) => {
      expect(() => parseShardIndex(text)).toThrow(expect.objectContaining({ code: 'bad-safetensors' }));
    },
  );
});
