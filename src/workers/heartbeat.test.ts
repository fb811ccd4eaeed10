import { expect, it } from 'vitest';
import { FakeWorker } from '../testing/fakeWorker';
import { Heartbeat, type WorkerHealth } from './heartbeat';

function start(busy = false) {
  const worker = new FakeWorker();
  const told: WorkerHealth[] = [];
  const heartbeat = new Heartbeat(
    worker,
    () => busy,
    (health) => told.push(health),
  );
  const beats = (count: number) => {
    for (let i = 0; i < count; i++) heartbeat.beat();
  };
  return { worker, told, heartbeat, beats };
}

it('a worker without work that stops answering is silent within 5 beats, and is not once it answers', async () => {
  const { worker, told, beats } = start();
  beats(4);
  expect(told).toEqual([]);
  beats(1);
  expect(told).toEqual(['silent']);
  await worker.say({ kind: 'pong' });
  expect(told).toEqual(['silent', 'answers']);
});

it('a worker that answers never is', async () => {
  const { worker, told, beats } = start();
  for (let i = 0; i < 100; i++) {
    beats(3);
    await worker.say({ kind: 'pong' });
  }
  expect(told).toEqual([]);
});

it('a job may hold the thread for a minute', () => {
  const { told, beats } = start(true);
  beats(60);
  expect(told).toEqual([]);
  beats(1);
  expect(told).toEqual(['silent']);
});

it('one that ended stays so', async () => {
  const { worker, told, heartbeat } = start();
  heartbeat.end('died');
  await worker.say({ kind: 'pong' });
  expect(told).toEqual(['died']);
});
