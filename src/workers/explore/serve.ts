import { toTandemError } from '../../errors';
import type { ExploreCall, FromExplore } from './protocol';
import { createExploreService } from './service';

export interface ExplorePort {
  postMessage(message: FromExplore): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ExploreCall>) => void): void;
}

/** Answers calls from a message port. */
export function serveExplore(port: ExplorePort): void {
  const service = createExploreService(turn);
  port.addEventListener('message', async ({ data: { id, method, params } }) => {
    try {
      // The protocol pairs every method with its parameters; the pairing is lost to the compiler here.
      const answer = service[method] as (params: unknown, report: unknown) => Promise<Extract<FromExplore, { kind: 'result' }>['result']>;
      const result = await answer(params, (progress: Extract<FromExplore, { kind: 'progress' }>['progress']) =>
        port.postMessage({ id, kind: 'progress', progress }),
      );
      port.postMessage({ id, kind: 'result', result });
    } catch (thrown) {
      const { code, message } = toTandemError(thrown);
      port.postMessage({ id, kind: 'error', code, message });
    }
  });
}

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));
