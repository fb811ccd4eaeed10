/** Models that a person opens from disk, through the whole service. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { faultyCache } from '../testing/faultyCache';
import { startHubServer } from '../testing/hubServer';
import { connect, nodeHost } from '../testing/nodeHost';
import { tinyBert } from '../testing/tinyBert';
import type { ComputeClient } from '../workers/client';
import { type MultiTaskOptions, MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { SentenceTransformer } from './SentenceTransformer';

const TEXTS = ['Ada met Alan in London.', 'Shares fell.'];

let client: ComputeClient;
let close: () => void;
let files: ReturnType<typeof tinyBert>;
beforeEach(() => {
  ({ client, close } = connect(nodeHost()));
  files = tinyBert();
});
afterEach(() => close());

const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? strToU8(content) : content);

/** A zip whose entries lie in a folder, as most programs write it. */
function zip(level: 0 | 6 = 0, folder = 'some folder/'): File {
  const entries = [...files].map(([path, content]) => [folder + path, bytesOf(content)] as const);
  return new File([zipSync(Object.fromEntries(entries), { level }) as Uint8Array<ArrayBuffer>], 'my model.zip');
}

/** As a chosen folder gives its files. */
function folder(name = 'tiny'): File[] {
  return [...files].map(([path, content]) => {
    const file = new File([content as string | Uint8Array<ArrayBuffer>], path.split('/').at(-1) ?? '');
    Object.defineProperty(file, 'webkitRelativePath', { value: `${name}/${path}` });
    return file;
  });
}

/** As showDirectoryPicker gives it. */
function handle(name = 'tiny'): FileSystemDirectoryHandle {
  const entries = async function* () {
    for (const file of folder(name)) yield [file.name, { kind: 'file', name: file.name, getFile: async () => file }];
  };
  return { kind: 'directory', name, entries } as unknown as FileSystemDirectoryHandle;
}

const encode = async (model: Parameters<typeof SentenceTransformer.fromPretrained>[0]) => {
  const encoder = await SentenceTransformer.fromPretrained(model, { client, device: 'wasm' });
  const { data } = await encoder.encode(TEXTS);
  const { id } = encoder;
  await encoder.dispose();
  return { id, data };
};

describe('a folder of transformers', () => {
  it.each([
    ['chosen', () => folder(), 'disk/tiny'],
    ['as a handle', () => handle(), 'disk/tiny'],
    ['in a zip that is stored', () => zip(0), 'disk/my-model'],
    ['in a zip that is packed', () => zip(6), 'disk/my-model'],
    ['in a zip without a folder', () => zip(0, ''), 'disk/my-model'],
  ] as const)('%s: the same embeddings, there for the next time', async (_, input, id) => {
    const opened = await encode(input());
    expect(opened.id).toBe(id);
    expect(opened.data.every(Number.isFinite)).toBe(true);
    expect(await encode(id)).toEqual(opened);
    expect(await client.call('storedModels', undefined)).toMatchObject([{ id }]);
  });

  it('all ways give what the files say', async () => {
    const { data } = await encode(folder());
    expect((await encode(zip(6))).data).toEqual(data);
  });

  it('for which there is no room, wherever it runs out, is refused in words and leaves nothing', async () => {
    for (let operation = 1, operations = 2; operation <= operations; operation++) {
      const cache = faultyCache(new Map(), { operation, how: 'full' });
      const full = connect(nodeHost({ cache: async (kind) => (kind === 'models' ? cache : memoryCache()) }));
      const opened = await SentenceTransformer.fromPretrained(folder(), { client: full.client, device: 'wasm' }).then(
        () => 'opened',
        (error: unknown) => error,
      );
      // From its first files on it is there; what comes later may be kept or not.
      if (opened === 'opened') expect(cache.operations).toBeGreaterThan(20);
      else {
        expect(opened, String(operation)).toMatchObject({
          code: 'storage-full',
          message: expect.stringMatching(/^There is no room left for the model\..*which are listed under Storage/),
        });
        expect(await full.client.call('storedModels', undefined)).toEqual([]);
        cache.relieve();
        await expect(SentenceTransformer.fromPretrained(folder(), { client: full.client, device: 'wasm' })).resolves.toMatchObject({
          id: 'disk/tiny',
        });
      }
      full.close();
      operations = opened === 'opened' ? operation : operation + 1;
    }
  });

  it('one of the same name replaces it, and who has the former one cannot save a mixture', async () => {
    const former = await SentenceTransformer.fromPretrained(folder(), { client, device: 'wasm' });
    files.set('model.safetensors', tinyBert('F16').get('model.safetensors') ?? '');
    await encode(folder());
    await expect(former.save('huggingface')).rejects.toThrow(/another model is stored under its name/);
  });
});

describe('what cannot be opened is said', () => {
  const failure = (input: Parameters<typeof SentenceTransformer.fromPretrained>[0]) =>
    encode(input).then(
      () => ({ code: 'none', message: '' }),
      (error: { code: string; message: string }) => error,
    );

  it.each([
    ['no config', 'missing-file', /No config\.json is among these files.*tokenizer\.json/, () => void files.delete('config.json')],
    ['no tokenizer', 'missing-file', /tokenizer\.json/, () => void files.delete('tokenizer.json')],
    [
      'weights of TensorFlow alone',
      'missing-file',
      /disk\/tiny has no model\.safetensors, only tf_model\.h5.*save_pretrained/,
      () => {
        files.delete('model.safetensors');
        files.set('tf_model.h5', 'x');
      },
    ],
    [
      'weights of PyTorch that are something else',
      'unsupported-model',
      /pytorch_model\.bin cannot be read: it is not a file of torch\.save\. .*save_pretrained/,
      () => {
        files.delete('model.safetensors');
        files.set('pytorch_model.bin', 'version https://git-lfs.github.com/spec/v1');
      },
    ],
    [
      'an ONNX file that Tandem saved',
      'unsupported-model',
      /saved as an ONNX file.*Save the model as a Tandem file/,
      () => {
        files.clear();
        for (const path of ['model.onnx', 'tokenizer.json']) files.set(path, 'x');
        files.set('parity.json', '{"target":"onnx"}');
      },
    ],
    [
      'another architecture',
      'unsupported-model',
      /T5Model/,
      () => void files.set('config.json', '{"model_type":"t5","architectures":["T5Model"]}'),
    ],
    [
      'weights that stop short',
      'bad-safetensors',
      /truncated/,
      () => void files.set('model.safetensors', (files.get('model.safetensors') as Uint8Array<ArrayBuffer>).slice(0, 200_000)),
    ],
    [
      'a shard that was not chosen',
      'missing-file',
      /has no model-00001-of-00002\.safetensors/,
      () => {
        files.delete('model.safetensors');
        files.set('model.safetensors.index.json', '{"weight_map":{"a":"model-00001-of-00002.safetensors"}}');
      },
    ],
  ] as [string, string, RegExp, () => void][])('%s', async (_, code, words, change) => {
    change();
    expect(await failure(folder())).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(await client.call('storedModels', undefined)).toEqual([]);
  });

  it('a damaged zip', async () => {
    const bytes = new Uint8Array(await zip().arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    expect(await failure(new File([bytes], 'broken.zip'))).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/damaged/) });
    expect(await failure(new File(['PK\x03\x04 and no more'], 'broken.zip'))).toMatchObject({ code: 'bad-input' });
    expect(await client.call('storedModels', undefined)).toEqual([]);
  });

  it('something that is neither name nor files', async () => {
    expect(await failure(5 as unknown as string)).toMatchObject({ code: 'bad-input' });
    expect(await failure([])).toMatchObject({ code: 'bad-input' });
  });

  it('a model that was removed', async () => {
    await encode(folder());
    await client.call('removeStoredModel', { id: 'disk/tiny' });
    expect(await failure('disk/tiny')).toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/Open its folder or zip again/),
    });
  });
});

describe('a model that was saved with its heads', () => {
  const TASKS: MultiTaskOptions['tasks'] = {
    topic: { kind: 'classification', labels: ['a', 'b', 'c'] },
    places: { kind: 'entities', types: ['LOC'], layers: 'mix' },
    urgency: { kind: 'regression', mean: 2, scale: 3 },
    alike: { kind: 'similarity', projection: 8 },
  };
  const pairs = [['A cat sleeps.', 'A cat is sleeping.']] as [string, string][];

  it('answers as it did, to the bit, with all its tasks', async () => {
    const model = await MultiTaskSentenceTransformer.fromPretrained(folder(), { client, tasks: TASKS, seed: 5, device: 'wasm' });
    const answers = [await model.predict(TEXTS), await model.predict(pairs)];
    const { blob } = await model.save('tandem');
    await model.dispose();
    const again = await MultiTaskSentenceTransformer.fromPretrained(new File([blob], 'saved.zip'), { client, device: 'wasm' });
    expect(Object.keys(again.tasks)).toEqual(Object.keys(TASKS));
    expect([await again.predict(TEXTS), await again.predict(pairs)]).toEqual(answers);
    // Another visit, and one that names its tasks.
    const named = await MultiTaskSentenceTransformer.fromPretrained('disk/saved', { client, tasks: TASKS, seed: 99, device: 'wasm' });
    expect(await named.predict(pairs)).toEqual(answers[1]);
    const others = await MultiTaskSentenceTransformer.fromPretrained('disk/saved', {
      client,
      tasks: { topic: { kind: 'classification', labels: ['c', 'b', 'a'] } },
      device: 'wasm',
    });
    expect((await others.predict(TEXTS)).items[0].tasks.topic).not.toEqual(answers[0].items[0].tasks.topic);
  });

  it('comes from the hub as well, where somebody has put its folder', async () => {
    const model = await MultiTaskSentenceTransformer.fromPretrained(folder(), { client, tasks: TASKS, seed: 5, device: 'wasm' });
    const answers = await model.predict(TEXTS);
    const { blob } = await model.save('tandem');
    const hub = await startHubServer();
    try {
      const inside = unzipSync(new Uint8Array(await blob.arrayBuffer()));
      for (const [path, bytes] of Object.entries(inside)) hub.files.set(`org/mine/${path}`, bytes);
      const again = await MultiTaskSentenceTransformer.fromPretrained('org/mine', { client, endpoint: hub.url, device: 'wasm' });
      expect(await again.predict(TEXTS)).toEqual(answers);
    } finally {
      await hub.close();
    }
  });

  it('heads whose values are missing are refused, never drawn at random', async () => {
    files.set('heads.json', JSON.stringify({ topic: TASKS?.topic }));
    await expect(MultiTaskSentenceTransformer.fromPretrained(folder(), { client })).rejects.toThrow(
      /heads of disk\/tiny cannot be used: heads\.safetensors does not hold topic\./,
    );
  });

  it('a folder without heads and without tasks is refused before anything is stored', async () => {
    await expect(MultiTaskSentenceTransformer.fromPretrained(folder(), { client })).rejects.toThrow(/needs at least one task/);
    expect(await client.call('storedModels', undefined)).toEqual([]);
  });
});
