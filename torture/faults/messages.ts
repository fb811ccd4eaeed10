/** A worker and its page, of whose messages the n-th does not arrive. */
import { TandemError } from '../../src/errors';
import type { Turn } from '../../src/testing/turn';
import { ComputeClient } from '../../src/workers/client';
import type { ServiceHost } from '../../src/workers/host';
import { serve } from '../../src/workers/serve';
import { createService } from '../../src/workers/service';

/** `killed`: the worker ends just before the message arrives. */
export type MessageFault = 'killed';

export interface Connected {
  client: ComputeClient;
  close(): void;
}

/** @param onKilled called as the worker ends */
export function connectFaulty(host: ServiceHost, turn: Turn, how: MessageFault | undefined, onKilled: () => void): Connected {
  const { port1, port2 } = new MessageChannel();
  let isDead = false;
  const kill = () => {
    isDead = true;
    onKilled();
    client.fail(new TandemError('internal', 'The compute worker stopped. Reload the page.'));
  };
  const pass = (send: () => void) => {
    if (isDead) return;
    if (turn.next() && how === 'killed') kill();
    else send();
  };
  serve(
    {
      postMessage: (message, transfer) => pass(() => port1.postMessage(message, transfer ?? [])),
      addEventListener: (type, listener) => port1.addEventListener(type, listener),
    },
    (emit) => createService(host, emit),
  );
  const client = new ComputeClient({
    postMessage: (message) => pass(() => port2.postMessage(message)),
    addEventListener: (type, listener) => port2.addEventListener(type, listener),
  });
  port1.start();
  port2.start();
  return {
    client,
    close() {
      isDead = true;
      port1.close();
      port2.close();
    },
  };
}
