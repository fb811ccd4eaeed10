/** Suggestions while a person labels: what was read and learned stays in the worker. */
import { TandemError } from '../errors';
import type { Datasets } from './datasetMethods';
import type { ServiceHost } from './host';
import { Suggester } from './labelling/suggester';
import type { Methods } from './protocol';
import { sentenceProgress } from './sentenceProgress';
import type { CallContext, Service } from './serve';
import type { ModelService } from './service';

export type SuggestionMethod = 'openSuggestions' | 'readToSuggest' | 'learnLabels' | 'suggestLabels' | 'labelCurve' | 'dropSuggestions';

interface Session {
  suggester: Suggester;
  handle: number;
}

export class Suggestions {
  private readonly sessions = new Map<number, Session>();
  private last = 0;

  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
    private readonly host: Pick<ServiceHost, 'cache'>,
  ) {}

  methods(): Pick<Service, SuggestionMethod> {
    return {
      openSuggestions: (params) => this.open(params),
      readToSuggest: (params, context) => this.read(params, context),
      learnLabels: async ({ session, ...params }, { signal }) => this.session(session).learn(params, signal),
      suggestLabels: async ({ session, rows, leaveUnread }) => this.session(session).suggestions(rows, leaveUnread),
      labelCurve: ({ session, ...params }, { signal, progress }) =>
        this.session(session).curve(params, signal, (done, total) => progress({ stage: 'curve', done, total })),
      dropSuggestions: async ({ session }) => this.drop(session),
    };
  }

  private drop(session: number): void {
    this.sessions.get(session)?.suggester.close();
    this.sessions.delete(session);
  }

  private async open({ handle, dataset, states }: Methods['openSuggestions']['params']): Promise<Methods['openSuggestions']['result']> {
    const { encoder } = this.models.model(handle);
    const storage = () => this.host.cache('features');
    const suggester = await Suggester.open(encoder, this.datasets.asInFiles(dataset), states, storage);
    const session = ++this.last;
    this.sessions.set(session, { suggester, handle });
    return { session, ...suggester.read };
  }

  /** A stopped job is a result like any other: what was read by then. */
  private async read({ session, first }: Methods['readToSuggest']['params'], { signal, progress }: CallContext) {
    const suggester = this.session(session);
    const before = suggester.read.done;
    const report = sentenceProgress(
      (message) =>
        progress(message.stage === 'sentences' ? { ...message, done: before + message.done, total: suggester.read.rows } : message),
      suggester.read.rows - before,
    );
    await suggester.readAll(first, signal, (done) => report(done - before));
    return suggester.read;
  }

  /** @throws TandemError `disposed` where the model has another encoder by now, or is gone */
  private session(id: number): Suggester {
    const found = this.sessions.get(id);
    if (found && this.models.model(found.handle).encoder === found.suggester.encoder) return found.suggester;
    this.drop(id);
    throw new TandemError('disposed', 'The model has changed: the texts have to be read again for suggestions.');
  }
}
