import { expect, it } from 'vitest';
import { REPO, serveBert, WEIGHTS } from '../testing/hubBert';
import { startHubServer } from '../testing/hubServer';
import { type Fetch, plainFetch, readBody, request } from './http';
import { notedFetch, type RequestNote } from './requests';

const server = await serveBert();

/** Of each request, the latest that was heard. */
function noted() {
  const notes = new Map<number, RequestNote>();
  let load = (_url: string, _bytes: number) => {};
  const observe = (hear: typeof load) => {
    load = hear;
  };
  const fetch: Fetch = notedFetch(plainFetch, 'worker and WebAssembly', (note) => notes.set(note.id, note), observe);
  return { notes, fetch, load: (url: string, bytes: number) => load(url, bytes) };
}

it('notes what is asked for, for what, and the bytes that arrive', async () => {
  const { fetch, notes, load } = noted();
  const url = `${server.url}/${REPO}/resolve/main/model.safetensors`;
  await readBody(await request(fetch, `${url}#part`, { purpose: 'model weights' }), 'weights');
  await request(fetch, `${server.url}/none`, { purpose: 'hub listing', method: 'HEAD' });
  // The browser reports all, those of our own as well.
  load(`${url}#part`, WEIGHTS.length);
  load('https://tandem.example/ort.wasm?v=1', 7);
  expect([...notes.values()]).toEqual([
    { id: 1, url, purpose: 'model weights', bytes: WEIGHTS.length },
    { id: 2, url: `${server.url}/none`, purpose: 'hub listing', bytes: 0 },
    { id: 3, url: 'https://tandem.example/ort.wasm', purpose: 'worker and WebAssembly', bytes: 7 },
  ]);
});

it('notes the host that a request was passed on to, and requests that fail', async () => {
  const elsewhere = await startHubServer();
  elsewhere.files.set(`${REPO}/model.safetensors`, WEIGHTS);
  server.faults.cdn = elsewhere.url;
  const { fetch, notes } = noted();
  const url = `${server.url}/${REPO}/resolve/main/model.safetensors`;
  await readBody(await fetch(url, { purpose: 'model weights' }), 'weights');
  await elsewhere.close();
  await expect(request(fetch, `${elsewhere.url}/a`, { purpose: 'hub listing' })).rejects.toThrow(/cannot be reached/);
  expect([...notes.values()]).toMatchObject([
    { url, passedOnTo: new URL(elsewhere.url).host, bytes: WEIGHTS.length },
    { url: `${elsewhere.url}/a`, bytes: 0 },
  ]);
});
