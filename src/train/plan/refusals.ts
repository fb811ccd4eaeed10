/**
 * What a run would be refused for, known before it is started: at which setting, and what would change that. The worker refuses by
 * its own checks; a test holds this list to them.
 */
import { silentClasses } from '../../tasks/shared/classNames';
import type { TrainOptions } from './options';
import { isStepwise, type Situation, trainingRows } from './recipes/situation';
import { planUnfreezing } from './unfreezing';

type StartFrom = 'new' | 'current';

export interface Refusal {
  /** Key of the setting that causes it. */
  setting: string;
  /** In sentences. */
  message: string;
  /** Absent where no setting helps. */
  fix?: { label: string; options?: Partial<TrainOptions>; startFrom?: StartFrom };
}

type Check = (run: Planned) => Refusal | undefined;

interface Planned {
  situation: Situation;
  options: TrainOptions;
  startFrom: StartFrom;
}

const CLOSED: Partial<TrainOptions> = { unfreeze: undefined, contrastive: undefined };

const learning = ({ situation, options }: Planned): string[] => Object.keys(situation.tasks).filter((name) => !options.tasks[name]?.freeze);

/** Tasks that learn step by step: of heads in use, their shape is not known here. */
const stepwise = (run: Planned): string[] =>
  learning(run).filter((name) => isStepwise(run.situation.tasks[name], run.options.tasks[name]?.head));

/** Rows that have a label to learn from. */
const labels = ({ situation: { tasks }, options: { validation } }: Planned, name: string): number =>
  trainingRows({ rows: tasks[name].labelled }, validation);

/** Whether the head of a task begins with what its classes are called. */
function goesByNames({ situation: { tasks }, options }: Planned, name: string): boolean {
  const { namedHead } = tasks[name];
  return namedHead !== undefined && options.tasks[name]?.head === namedHead;
}

const noTask: Check = ({ situation, options }) =>
  Object.keys(situation.tasks).length === 0 && !options.names
    ? { setting: 'tasks', message: 'The data set has no column that could be a task. Say which column holds labels, or label some texts.' }
    : undefined;

const untrainable: Check = ({ situation: { model }, options }) =>
  model.untrainable !== undefined && (options.unfreeze || options.contrastive)
    ? { setting: 'unfreeze', message: model.untrainable, fix: { label: 'Freeze the encoder', options: CLOSED } }
    : undefined;

const sharedLayers: Check = ({ situation: { model }, options: { unfreeze } }) =>
  model.sharesLayers && unfreeze && (unfreeze.layers !== 'all' || unfreeze.gradual || unfreeze.stages)
    ? {
        setting: 'unfreeze',
        message: 'The layers of this model share their parameters, so that they learn all at once, or not at all.',
        fix: { label: 'Open all layers', options: { unfreeze: { layers: 'all' } } },
      }
    : undefined;

const pairsOrLayers: Check = ({ options: { unfreeze, contrastive } }) =>
  unfreeze && contrastive
    ? {
        setting: 'unfreeze',
        message: 'A run opens the encoder either for pairs (contrastive) or for its tasks.',
        fix: { label: 'Leave the pairs out', options: { contrastive: undefined } },
      }
    : undefined;

const seenFolds: Check = ({ options: { contrastive, folds } }) =>
  contrastive && folds > 1
    ? {
        setting: 'folds',
        message: 'Cross-validation would score rows that the encoder has learned from.',
        fix: { label: 'Turn cross-validation off', options: { folds: 0 } },
      }
    : undefined;

const stepsAfterPairs: Check = (run) => {
  const { options, startFrom, situation } = run;
  if (!options.contrastive || startFrom === 'current') return undefined;
  const left = stepwise(run);
  if (left.length === 0) return undefined;
  const solvable = left.every((name) => situation.tasks[name].solvedHead !== undefined);
  const tasks = Object.fromEntries(
    left.map((name) => {
      const own = options.tasks[name];
      return [name, solvable ? { ...own, head: situation.tasks[name].solvedHead } : { ...own, freeze: true }];
    }),
  );
  return {
    setting: 'contrastive',
    message: `The head of ${left.join(', ')} learns step by step, which this run does not do. After learning from pairs, heads are solved.`,
    fix: { label: `${solvable ? 'Give one layer to' : 'Freeze'} ${left.join(', ')}`, options: { tasks: { ...options.tasks, ...tasks } } },
  };
};

const oneClass: Check = ({ situation, options: { contrastive } }) =>
  contrastive && (situation.tasks[contrastive.task]?.classes?.withRows ?? 2) < 2
    ? {
        setting: 'contrastive',
        message: `Contrastive fine-tuning needs training rows of at least two classes of ${contrastive.task}. Label some more.`,
        fix: { label: 'Turn it off', options: { contrastive: undefined } },
      }
    : undefined;

const misfit: Check = ({ situation: { heads }, startFrom }) =>
  startFrom === 'current' && heads.misfit !== undefined
    ? { setting: 'startFrom', message: heads.misfit, fix: { label: 'Start with new heads', startFrom: 'new' } }
    : undefined;

const emptySplit: Check = (run) => {
  const { rows } = run.situation;
  const { validation, unfreeze, names } = run.options;
  if (trainingRows({ rows }, validation) === 0 && !names) {
    return {
      setting: 'validation',
      message: 'There are no training rows. Choose a data set that has some, or say which split they are in.',
    };
  }
  const solved = !unfreeze && learning(run).length > 0 && stepwise(run).length === 0;
  if (validation === 'none' || rows.validation > 0 || solved || names) return undefined;
  return {
    setting: 'validation',
    message: 'There are no validation rows. Set a share of the rows aside in the Data tab, or train on all of them.',
    fix: { label: 'Train on all rows', options: { validation: 'none' } },
  };
};

const stopsByNothing: Check = ({ options: { earlyStopping, validation } }) =>
  earlyStopping && validation === 'none'
    ? {
        setting: 'earlyStopping',
        message: 'Early stopping goes by a metric on the validation rows, and all rows train, so that none validate.',
        fix: { label: 'Turn early stopping off', options: { earlyStopping: undefined } },
      }
    : undefined;

const unlabelled: Check = (run) => {
  const { situation, options } = run;
  const names = learning(run);
  if (options.unfreeze || options.names || names.length === 0) return undefined;
  if (names.some((name) => labels(run, name) > 0 || goesByNames(run, name))) return undefined;
  const namable = names.filter((name) => situation.tasks[name].namedHead !== undefined);
  const tasks = Object.fromEntries(namable.map((name) => [name, { ...options.tasks[name], head: situation.tasks[name].namedHead }]));
  return {
    setting: 'tasks',
    message: 'No training row has a label for any head that learns.',
    ...(namable.length > 0 ? { fix: { label: 'Use the names of the classes', options: { tasks: { ...options.tasks, ...tasks } } } } : {}),
  };
};

/** Without labels, heads know their classes by names and descriptions alone. */
const unknownClasses: Check = (run) => {
  const { situation, options, startFrom } = run;
  const { names = {}, unfreeze } = options;
  if (startFrom === 'current' || unfreeze) return undefined;
  const unlabelled = learning(run).filter((name) => goesByNames(run, name) && labels(run, name) === 0);
  const made = Object.keys(names).filter((name) => !Object.hasOwn(situation.tasks, name));
  const lone = made.find((name) => Object.keys(names[name]).length < 2);
  if (lone !== undefined) return { setting: 'names', message: `Name two classes of ${lone} or more.` };
  const messages = [...unlabelled, ...made].flatMap((name) => {
    const given = Object.hasOwn(names, name) ? names[name] : {};
    const { silent = [] } = situation.tasks[name]?.classes ?? {};
    const [unknown] = [...silent.filter((label) => !Object.hasOwn(given, label)), ...silentClasses(Object.keys(given), given)];
    if (unknown === undefined) return [];
    return `Nothing is known of the class "${unknown}" of ${name}: no row has it, and its name says nothing. Describe it, or label some of its texts.`;
  });
  return messages.length > 0 ? { setting: 'names', message: messages[0] } : undefined;
};

const nothingTeaches: Check = (run) => {
  const { situation, options } = run;
  const { unfreeze, learningRate, epochs, frozenLoss } = options;
  if (!unfreeze || Object.keys(situation.tasks).length === 0 || learning(run).length > 0) return undefined;
  const [first] = planUnfreezing(unfreeze, situation.model.layers, epochs, learningRate.encoder);
  if (first.lowest > situation.model.layers) {
    return {
      setting: 'unfreeze',
      message: 'In the first epoch nothing learns: all heads are frozen, and no layer is open yet.',
      fix: { label: 'Open the layers at once', options: { unfreeze: { layers: unfreeze.layers === 0 ? 'all' : unfreeze.layers } } },
    };
  }
  if (frozenLoss) return undefined;
  return {
    setting: 'frozenLoss',
    message: 'Nothing teaches the encoder: all heads are frozen and their losses are left out.',
    fix: { label: 'Count their losses', options: { frozenLoss: true } },
  };
};

const namesOnOpen: Check = ({ options: { names, unfreeze } }) =>
  names && unfreeze
    ? {
        setting: 'unfreeze',
        message: 'Names are for heads on a frozen encoder.',
        fix: { label: 'Freeze the encoder', options: { unfreeze: undefined } },
      }
    : undefined;

const CHECKS: Check[] = [
  noTask,
  untrainable,
  sharedLayers,
  pairsOrLayers,
  seenFolds,
  stepsAfterPairs,
  oneClass,
  namesOnOpen,
  misfit,
  emptySplit,
  stopsByNothing,
  unlabelled,
  unknownClasses,
  nothingTeaches,
];

/** @returns what stands in the way of a run with these settings; nothing where it can start */
export const refusalsOf = (situation: Situation, options: TrainOptions, startFrom: StartFrom): Refusal[] =>
  CHECKS.flatMap((check) => check({ situation, options, startFrom }) ?? []);
