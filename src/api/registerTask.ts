import { TandemError } from '../errors';
import type { KindInfo } from '../workers/protocol';
import type { ClientOptions } from './options';
import { keepTaskModule, withClient } from './sharedWorker';

/**
 * Makes a task kind of your own known: `{ kind: '<its name>' }` is then a task like any other, which learns, answers and is
 * evaluated. As heads compute in a worker, a kind is a module of its own, which the worker imports.
 *
 * @param module URL of a module whose default export is a function that takes {@link TaskTools} and gives a {@link TaskKind}; as a
 *   bundler may move the file, it imports nothing itself. A relative address counts from the page; in Node it is
 *   `new URL('./kind.js', import.meta.url)`.
 * @returns what is known of the kind
 * @throws TandemError `bad-input` when the module cannot be imported, gives no task kind, or one whose name is taken
 * @example
 * await registerTask(new URL('./urgency.js', import.meta.url));
 * const dataset = await loadDataset(file, { tasks: { priority: { kind: 'urgency' } } });
 */
export async function registerTask(module: string | URL, options: ClientOptions = {}): Promise<KindInfo> {
  const url = addressOf(module);
  const info = await withClient(options.client, (worker) => worker.call('registerTask', { url }));
  if (!options.client) keepTaskModule(url);
  return info;
}

function addressOf(module: string | URL): string {
  if (typeof module === 'string' || module instanceof URL) {
    const base = (globalThis as { location?: Location }).location?.href;
    if (URL.canParse(module, base)) return new URL(module, base).href;
  }
  throw new TandemError(
    'bad-input',
    'A task kind is registered by the URL of its module, as the worker has to import it: registerTask(new URL("./kind.js", import.meta.url)).',
  );
}
