import { expect, it } from 'vitest';
import type { RequestNote } from '../model/requests';
import { FakeWorker } from '../testing/fakeWorker';
import { ComputeClient } from '../workers/client';
import { createRequestStore, groupRequests, requestsInWords } from './requestStore';

const OWN = 'tandem.example';

it('lists what the page loads and what each of its workers asks for; a request grows in its place', async () => {
  let load = (_url: string, _bytes: number) => {};
  const store = createRequestStore((hear) => {
    load = hear;
  });
  load(`https://${OWN}/index.html?a=1#train`, 10);
  load(`https://${OWN}/assets/compute.worker-B4iYpAWT.js`, 20);
  const workers = [new FakeWorker(), new FakeWorker()];
  for (const worker of workers) {
    store.getState().follow(new ComputeClient(worker));
    const request: RequestNote = { id: 1, url: 'https://huggingface.co/a', purpose: 'model weights', bytes: 0 };
    await worker.say({ kind: 'request', request });
    load(`https://${OWN}/assets/Plot.js`, 5);
    await worker.say({ kind: 'request', request: { ...request, bytes: 100, passedOnTo: 'us.aws.cdn.hf.co' } });
  }
  const { requests } = store.getState();
  expect(requests.map(({ url, bytes }) => [url, bytes])).toEqual([
    [`https://${OWN}/index.html`, 10],
    [`https://${OWN}/assets/compute.worker-B4iYpAWT.js`, 20],
    ['https://huggingface.co/a', 100],
    [`https://${OWN}/assets/Plot.js`, 5],
    ['https://huggingface.co/a', 100],
    [`https://${OWN}/assets/Plot.js`, 5],
  ]);
  const groups = groupRequests(requests);
  expect(groups).toEqual([
    { host: OWN, purpose: 'page files', count: 3, bytes: 20 },
    { host: OWN, purpose: 'worker and WebAssembly', count: 1, bytes: 20 },
    { host: 'huggingface.co', purpose: 'model weights', count: 2, bytes: 0 },
    { host: 'us.aws.cdn.hf.co', purpose: 'model weights', count: 2, bytes: 200 },
  ]);
  expect(requestsInWords(groups, OWN)).toBe(
    'Your texts and files have stayed on this machine. This visit made 8 requests, all to fetch files: 4 from this page’s own host, 2 from huggingface.co and 2 from us.aws.cdn.hf.co.',
  );
  expect(requestsInWords(groups.slice(0, 1), OWN)).toBe(
    'Your texts and files have stayed on this machine. This visit made 3 requests, all to fetch files from this page’s own host.',
  );
});
