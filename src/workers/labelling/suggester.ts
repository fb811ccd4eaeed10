/**
 * What a model learns while a person labels: texts are read once, in the background; heads on what was read are solved anew after
 * every few labels, and say what the label of a row may be and which row is worth a label next.
 */

import { breather } from '../../breather';
import type { Dataset } from '../../data/dataset';
import { type Example, type Label, SPLITS, type SplitName } from '../../data/dataset';
import { throwIfAborted } from '../../errors';
import type { Encoder } from '../../inference/encoder';
import { CUT, type EncodedText } from '../../inference/reading';
import { readsTwoLayers } from '../../inference/readsTwoLayers';
import type { FileCache } from '../../model/fileCache';
import { cpuOps } from '../../nn/cpuOps';
import { joined } from '../../nn/rows';
import { Random } from '../../random';
import { forwardHead } from '../../tasks/head';
import { featuresKey } from '../../train/data/featureCache';
import { cachedTexts } from '../../train/data/prepare';
import { RowFeatures } from '../../train/data/rowFeatures';
import type {
  LabelCurve,
  LabelCurveParams,
  LabelledRow,
  Learned,
  LearnedTask,
  LearnParams,
  RowSuggestions,
  SuggestedTask,
} from '../protocol';
import { Answers } from './answers';
import { EntityTask } from './entityTask';
import { labelCurve } from './labelCurve';
import { pieceStates } from './pieceStates';
import { type Candidates, LONGEST, queueOf } from './queue';
import { SentenceTask } from './sentenceTask';
import { Surroundings } from './surroundings';
import type { LabelledGold, TaskLearner } from './taskLearner';
import { textVectors } from './textVectors';

/** Texts read together, and in a batch where a batch holds the thread. */
const WINDOW = 64;
const CPU_BATCH = 8;
/** Learning ends after so long, where it is, but never before so many steps. */
const LONGEST_MS = 400;
const FEWEST_STEPS = 25;
/** The same for each head of a curve, which nobody waits for with a row before them. */
const LONGEST_OF_CURVE_MS = 2000;
const SEED = 17;
/** Texts that were just labelled and are read at once, should they not have been; all others are read in the background. */
const READ_AT_ONCE = 8;

interface Learning {
  learner: TaskLearner;
  answers: Answers;
}

type Row = Example & { split: SplitName };

export class Suggester {
  private readonly given = new Map<number, LabelledRow>();
  private readonly tasks = new Map<string, Learning>();
  private readonly embedded = new Map<string, Float32Array>();
  private readonly texts = new Map<number, EncodedText>();
  /** Made when a task first has classes. */
  private surroundings: Surroundings | undefined;
  /** Ends when all that an earlier visit read is compared. */
  private comparing: Promise<void> | undefined;
  private isComparing = false;
  private isClosed = false;
  /** Ends with the learning that is under way. */
  private turn: Promise<unknown> = Promise.resolve();

  /** By chance, so that what was read first stands for the rest. */
  private readonly order: number[];

  private constructor(
    readonly encoder: Encoder,
    private readonly rows: Row[],
    private readonly features: RowFeatures,
    private readonly withStates: boolean,
  ) {
    this.order = new Random(SEED).shuffled(rows.map((_, row) => row));
  }

  /** @param dataset as its files have it @param withStates whether states of word pieces are wanted, for entities */
  static async open(encoder: Encoder, dataset: Dataset, withStates: boolean, storage: () => Promise<FileCache>): Promise<Suggester> {
    const rows = SPLITS.flatMap((split) => dataset[split].map((example): Row => ({ ...example, split })));
    const { key } = cachedTexts(encoder, rows, 'text', CUT);
    const read = readsTwoLayers(encoder) ? 'two layers of rows' : 'rows';
    const name = await featuresKey(encoder, { key: `${read} ${key}` }, statesOf(encoder, withStates));
    const { pooledSize: width = encoder.hiddenSize } = encoder.shape;
    const features = await RowFeatures.open(storage, name, { rows: rows.length, width, withStates }, breather());
    return new Suggester(encoder, rows, features, withStates);
  }

  get read(): { done: number; rows: number } {
    return { done: this.features.count, rows: this.rows.length };
  }

  /**
   * Reads texts that were not read yet: those with labels first, the others in an order by chance. What was read before it is
   * called off stays.
   */
  async readAll(first: number[], signal: AbortSignal, onProgress: (done: number) => void): Promise<void> {
    const { rows, features } = this;
    const isLabelled = (row: number) => this.given.has(row) || Object.keys(rows[row].labels).length > 0;
    const order = [...new Set([...first, ...this.order.filter(isLabelled), ...this.order])].filter((row) => row < rows.length);
    try {
      for (let at = 0; at < order.length && !signal.aborted; ) {
        const window: number[] = [];
        for (; at < order.length && window.length < WINDOW; at++) if (!features.has(order[at])) window.push(order[at]);
        await this.readRows(window, signal);
        onProgress(features.count);
      }
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    } finally {
      await features.flush();
    }
  }

  /** Ends what goes on in the background. */
  close(): void {
    this.isClosed = true;
  }

  /** @throws TandemError `aborted` */
  learn(params: Omit<LearnParams, 'session'>, signal: AbortSignal): Promise<Learned> {
    const learned = this.learnNow(params, signal);
    this.turn = learned.catch(() => undefined);
    return learned;
  }

  private async learnNow({ tasks, changed, ranking }: Omit<LearnParams, 'session'>, signal: AbortSignal): Promise<Learned> {
    for (const row of changed) this.given.set(row.row, row);
    await this.readRows(changed.slice(-READ_AT_ONCE).map(({ row }) => row));
    const breathe = breather();
    const pause = async () => {
      await breathe();
      throwIfAborted(signal, 'Learning');
    };
    const learned: Learned['tasks'] = Object.create(null);
    const learning = tasks.map((task) => ({ task, ...this.learningOf(task) }));
    await Promise.race([this.comparing, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
    for (const { task, learner, answers } of learning) {
      const { golds, labelled, unread, test } = this.labelledFor(task);
      await learner.learn(task, golds, { pause, enough: enoughAfter(LONGEST_MS / tasks.length) });
      if (!learner.head) continue;
      await answers.update(learner, (row) => this.labelOf(row, task.column) === undefined, pause);
      const { rows } = learner.from;
      learned[task.task] = { ...learner.from, labelled, unread, test, ...answers.changed(rows) } satisfies LearnedTask;
    }
    for (const name of this.tasks.keys()) if (!tasks.some((task) => keyOf(task) === name)) this.tasks.delete(name);
    const open = this.rows.flatMap((_, row) => (this.isOpen(row, tasks) ? [row] : []));
    const queue = ranking && this.queue(open, tasks, ranking);
    const comparing = this.isComparing ? { comparing: true as const } : {};
    return { tasks: learned, read: this.features.count, open: open.length, ...(queue ? { queue } : {}), ...comparing };
  }

  /** @returns in the order of the rows; nothing for those that are left unread */
  async suggestions(rows: number[], leaveUnread = false): Promise<RowSuggestions[]> {
    if (!leaveUnread) await this.readRows(rows);
    return rows.map((row) => {
      const found: RowSuggestions = Object.create(null);
      for (const { learner } of this.tasks.values()) {
        const { head } = learner;
        const answered = this.answerOf(learner, row);
        if (!head?.kind.certainty || !answered) continue;
        const { answer, text } = answered;
        found[head.name] = { label: head.kind.label(answer), sure: head.kind.certainty(answer, text, head.config).confidence };
      }
      return found;
    });
  }

  /** @throws TandemError `aborted` */
  async curve(
    { task, order, drawn }: Omit<LabelCurveParams, 'session'>,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<LabelCurve> {
    // Files may have one class behind the other.
    const places = new Map([...this.order, ...order].map((row, place) => [row, place]));
    const placeOf = ({ row }: LabelledGold) => places.get(row) ?? 0;
    const breathe = breather();
    const pause = async () => {
      await breathe();
      await this.turn;
      throwIfAborted(signal, 'The learning curve');
    };
    await this.comparing;
    return labelCurve({
      task,
      labelled: this.labelledFor(task).golds.sort((a, b) => placeOf(a) - placeOf(b)),
      drawn: new Set(drawn),
      newLearner: () => this.newLearner(task),
      answer: (learner, row) => {
        const answered = this.answerOf(learner, row);
        return answered && learner.head?.kind.label(answered.answer);
      },
      newTurn: () => ({ pause, enough: enoughAfter(LONGEST_OF_CURVE_MS) }),
      onProgress,
    });
  }

  private answerOf(learner: TaskLearner, row: number): { answer: unknown; text: EncodedText } | undefined {
    const { head } = learner;
    const input = this.features.has(row) ? learner.inputOf(row) : undefined;
    if (!head || !input) return undefined;
    const text = this.textOf(row);
    const { data } = forwardHead(head, cpuOps, [input], (parameter) => parameter);
    return { answer: head.kind.decode(data, text, head.config), text };
  }

  /** Whether a row may be asked for. */
  private isOpen(row: number, tasks: SuggestedTask[]): boolean {
    return !this.given.get(row)?.skipped && tasks.some(({ column }) => this.labelOf(row, column) === undefined);
  }

  private queue(open: number[], tasks: SuggestedTask[], { by, task: name }: NonNullable<LearnParams['ranking']>): Learned['queue'] {
    const task = tasks.find((one) => one.task === name) ?? tasks[0];
    if (!task) return undefined;
    const { all: golds } = this.labelledFor(task);
    const { learner, answers } = this.learningOf(task);
    const isWanted = (row: number) => this.labelOf(row, task.column) === undefined;
    const isRead = (row: number) => this.features.has(row) && (!learner.head || answers.knows(row));
    const rows = open.filter(isWanted);
    const read = rows.filter(isRead);
    const unread: number[] = [];
    const most = Math.min(LONGEST, rows.length - read.length);
    for (let at = 0; unread.length < most; at++) {
      const row = this.order[at];
      if (!isRead(row) && isWanted(row) && this.isOpen(row, tasks)) unread.push(row);
    }
    const candidates: Candidates = {
      rows,
      read,
      unread,
      labelled: golds.flatMap(({ row }) => (this.features.has(row) ? [row] : [])),
      seen: new Set(golds.flatMap(({ gold }) => (typeof gold === 'string' ? [gold] : []))),
      names: task.names,
      units: this.features.units,
      width: this.features.width,
      ...(learner.head ? { sureness: answers.surenessOf(read) } : {}),
      ...(learner.head && learner.from.names ? { byName: answers.probabilitiesOf(read) } : {}),
    };
    const given = [...this.given.values()].filter(({ labels }) => labels.length > 0).length;
    return queueOf(by, candidates, given, SEED);
  }

  /** Those of persons first. Labels of test rows teach nothing, nor do those of texts that were not read yet. */
  private labelledFor({ column }: SuggestedTask) {
    const [persons, files, all]: LabelledGold[][] = [[], [], []];
    let [unread, test] = [0, 0];
    for (const [row, { split }] of this.rows.entries()) {
      const gold = this.labelOf(row, column);
      if (gold === undefined) continue;
      all.push({ row, gold });
      if (split === 'test') test++;
      else if (!this.features.has(row)) unread++;
      else (this.given.has(row) ? persons : files).push({ row, gold });
    }
    return { golds: [...persons, ...files], all, labelled: all.length, unread, test };
  }

  private labelOf(row: number, column: string): Label | undefined {
    const given = this.given.get(row)?.labels.find(([name]) => name === column);
    return given ? (given[1] ?? undefined) : this.rows[row].labels[column];
  }

  private learningOf(task: SuggestedTask): Learning {
    const key = keyOf(task);
    const known = this.tasks.get(key);
    if (known) return known;
    const made = { learner: this.newLearner(task), answers: new Answers(this.order, this.features, this.textOf) };
    this.tasks.set(key, made);
    return made;
  }

  private newLearner({ values }: SuggestedTask): TaskLearner {
    const { features, encoder } = this;
    if (values === 'spans') return new EntityTask(encoder.shape, features, this.textOf);
    this.surroundings ??= new Surroundings(features, this.rows.length);
    this.comparing ??= this.compareAll(this.surroundings);
    const kind = values === 'lists' ? 'multiLabel' : 'classification';
    return new SentenceTask(kind, encoder.shape, features, this.surroundings, this.embed);
  }

  /** Where it fails, neighbours count nothing, and what is learned says so. */
  private async compareAll(surroundings: Surroundings): Promise<void> {
    this.isComparing = true;
    await surroundings.catchUp(breather(), () => this.isClosed).catch(() => undefined);
    this.isComparing = false;
  }

  private async readRows(wanted: number[], signal?: AbortSignal): Promise<void> {
    const rows = wanted.filter((row) => !this.features.has(row));
    if (rows.length === 0) return;
    const texts = rows.map((row) => this.encoder.read(this.rows[row], 'text', CUT));
    const batchSize = this.encoder.gpu ? WINDOW : CPU_BATCH;
    const read = await textVectors(this.encoder, texts, statesOf(this.encoder, this.withStates), { batchSize, signal });
    await this.features.add(
      rows,
      { ...read, tokens: this.withStates ? pieceStates(read) : read.tokens },
      texts.map(({ pieces }) => pieces.length),
    );
    this.surroundings?.add(rows);
  }

  private readonly textOf = (row: number): EncodedText => {
    const known = this.texts.get(row) ?? this.encoder.read(this.rows[row], 'text', CUT);
    if (this.withStates) this.texts.set(row, known);
    return known;
  };

  /** The names of classes are asked for again and again. */
  private readonly embed = async (texts: string[]): Promise<Float32Array> => {
    const missing = [...new Set(texts)].filter((text) => !this.embedded.has(text));
    if (missing.length > 0) {
      const read = missing.map((text) => this.encoder.read({ text }, 'text', CUT));
      const { pooled } = await textVectors(this.encoder, read, 'none');
      const width = pooled.length / missing.length;
      for (const [i, text] of missing.entries()) this.embedded.set(text, pooled.slice(i * width, (i + 1) * width));
    }
    return joined(texts.map((text) => this.embedded.get(text) ?? []));
  };
}

/** From the first time that it is asked. */
function enoughAfter(milliseconds: number): () => boolean {
  let [until, steps] = [0, 0];
  return () => {
    if (steps++ === 0) until = performance.now() + milliseconds;
    return steps > FEWEST_STEPS && performance.now() > until;
  };
}

/** Whose states are asked for: all layers', where there are more than the last. */
const statesOf = ({ shape }: Encoder, wanted: boolean) => (wanted ? (shape.lastOnly ? 'last' : 'all') : 'none');

const keyOf = ({ column, values }: SuggestedTask) => `${values} ${column}`;
