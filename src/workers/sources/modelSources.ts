/** Where models come from: the site, this browser's storage, files of a person's, the hub. */
import { TandemError } from '../../errors';
import { checkFolder } from '../../inference/checkFolder';
import { bundledModel, isBundled, siteModel } from '../../model/bundled';
import { isFromDisk } from '../../model/diskName';
import { openHubModel } from '../../model/hub';
import { parseHubName } from '../../model/hubName';
import type { ModelFiles, ModelReadOptions } from '../../model/modelFiles';
import { cachedModels, modelBytes, openCachedModel, removeCachedModel } from '../../model/storedModels';
import { isTuned, TunedModels } from '../../model/tuned';
import { memoryCache } from '../../storage/memoryCache';
import type { ServiceHost } from '../host';
import type { LoadParams, StoredModel } from '../protocol';
import { withClassifier, writeClassifier } from './classifierFiles';
import { OPEN_AGAIN, storeDiskModel } from './diskModel';
import { requireHeads } from './modelHeads';

type Asked = Pick<LoadParams, 'model' | 'endpoint' | 'token' | 'allowedHosts' | 'needsTasks'>;

export class ModelSources {
  /** Models whose encoder was trained here. */
  readonly tuned: TunedModels;
  /** How often each model is loaded here. */
  private readonly used = new Map<string, number>();

  constructor(private readonly host: ServiceHost) {
    this.tuned = new TunedModels(() => host.cache('models'), memoryCache);
  }

  /** @throws TandemError saying why there is no such model, or why it cannot be used */
  async open(asked: Asked, options: ModelReadOptions & { signal: AbortSignal }): Promise<ModelFiles> {
    // Before weights are fetched or copied, and of those that are there already.
    const check = async (files: ModelFiles) => {
      await checkFolder(files);
      if (asked.needsTasks) await requireHeads(files);
    };
    const files = await this.find(asked, check, options);
    if (asked.needsTasks) await requireHeads(files);
    return files;
  }

  private async find(
    { model, endpoint, token, allowedHosts }: Asked,
    check: (files: ModelFiles) => Promise<void>,
    options: ModelReadOptions & { signal: AbortSignal },
  ): Promise<ModelFiles> {
    const { host } = this;
    if (typeof model !== 'string') return storeDiskModel(model, await host.cache('models'), { check, ...options });
    const name = model.trim();
    if (isBundled(name)) return bundledModel(name, host.modelsUrl, host.fetch);
    if (isTuned(name)) return this.tuned.open(name);
    if (isFromDisk(name)) return this.openFromDisk(name);
    const onSite = await siteModel(name, host.modelsUrl, host.fetch, options);
    if (onSite) return withClassifier(onSite);
    const { id } = parseHubName(name, endpoint);
    const cache = await host.cache('models');
    return host.exclusively(`download:${id}`, options.signal, () =>
      openHubModel(name, { cache, endpoint, token, allowedHosts, ...options, fetch: host.fetch, check, complete: writeClassifier }),
    );
  }

  private async openFromDisk(id: string): Promise<ModelFiles> {
    const files = await openCachedModel(await this.host.cache('models'), id, OPEN_AGAIN);
    if (files) return files;
    throw new TandemError('missing-file', `${id} is no longer in this browser’s storage. ${OPEN_AGAIN}`);
  }

  async stored(): Promise<StoredModel[]> {
    const cache = await this.host.cache('models');
    const ids = await cachedModels(cache);
    return Promise.all(ids.map(async (id) => ({ id, bytes: await modelBytes(cache, id) })));
  }

  /** Holds a model for as long as it is loaded. @returns what gives it up */
  async use(id: string): Promise<() => void> {
    const release = await this.host.share(`model:${id}`);
    this.used.set(id, (this.used.get(id) ?? 0) + 1);
    return () => {
      this.used.set(id, (this.used.get(id) ?? 1) - 1);
      release();
    };
  }

  /** Whether another tab has it loaded. */
  async isUsedElsewhere(id: string): Promise<boolean> {
    return (await this.host.holders(`model:${id}`)) > (this.used.get(id) ?? 0);
  }

  /** @throws TandemError `bad-input` for one that another tab has loaded */
  async remove(id: string): Promise<void> {
    if (await this.isUsedElsewhere(id)) {
      throw new TandemError('bad-input', `${id} is loaded in another tab of this page. Load another model there first.`);
    }
    await removeCachedModel(await this.host.cache('models'), id);
  }
}
