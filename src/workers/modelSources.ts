/** Where models come from: the site, this browser's storage, the hub. */
import { checkFolder } from '../inference/checkFolder';
import { bundledModel, isBundled, siteModel } from '../model/bundled';
import { openHubModel } from '../model/hub';
import { parseHubName } from '../model/hubName';
import type { ModelFiles, ModelReadOptions } from '../model/modelFiles';
import { cachedModels, modelBytes, removeCachedModel } from '../model/storedModels';
import { isTuned, TunedModels } from '../model/tuned';
import { memoryCache } from '../storage/memoryCache';
import type { ServiceHost } from './host';
import type { LoadParams, StoredModel } from './protocol';

type Asked = Pick<LoadParams, 'model' | 'endpoint' | 'token'>;

export class ModelSources {
  /** Models whose encoder was trained here. */
  readonly tuned: TunedModels;

  constructor(private readonly host: ServiceHost) {
    this.tuned = new TunedModels(() => host.cache('models'), memoryCache);
  }

  /** @throws TandemError saying why there is no such model, or why it cannot be used */
  async open({ model, endpoint, token }: Asked, options: ModelReadOptions & { signal: AbortSignal }): Promise<ModelFiles> {
    const { host } = this;
    const name = model.trim();
    if (isBundled(name)) return bundledModel(name, host.modelsUrl, host.fetch);
    if (isTuned(name)) return this.tuned.open(name);
    const onSite = await siteModel(name, host.modelsUrl, host.fetch, options);
    if (onSite) return onSite;
    const { id } = parseHubName(name, endpoint);
    const cache = await host.cache('models');
    return host.exclusively(`download:${id}`, options.signal, () =>
      openHubModel(name, { cache, endpoint, token, ...options, fetch: host.fetch, check: checkFolder }),
    );
  }

  async stored(): Promise<StoredModel[]> {
    const cache = await this.host.cache('models');
    const ids = await cachedModels(cache);
    return Promise.all(ids.map(async (id) => ({ id, bytes: await modelBytes(cache, id) })));
  }

  async remove(id: string): Promise<void> {
    await removeCachedModel(await this.host.cache('models'), id);
  }
}
