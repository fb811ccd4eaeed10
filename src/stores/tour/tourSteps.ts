/** The exercise as a way through the page: what to do in each step, how the page is set up for it, and what to look for. */
import type { TrainOptions } from '../../train/plan/options';
import type { RecipeName } from '../../train/plan/recipes/registry';
import type { StartFrom } from '../recipes';

/** How the page is set up; nothing is started that takes long, and nothing that a person typed or opened is lost. */
export type SetUp =
  /** Embeds the sentences that are there. */
  | { kind: 'embed' }
  /** Gives the model untrained heads. */
  | { kind: 'untrained' }
  /** Opens the sample and sets the next run, but does not start it. */
  | { kind: 'run'; recipe: RecipeName; startFrom?: StartFrom; options?: Partial<TrainOptions>; weights?: Record<string, number> };

export interface TourStep {
  /** Of the exercise. */
  part: string;
  title: string;
  /** What the step is about. */
  about: string;
  /** What the button says that sets the page up. */
  action: string;
  tab: 'embed' | 'predict' | 'train';
  setUp: SetUp;
  /** What is left to a person. */
  todo: string;
  /** What to look for, in the numbers. */
  look: string[];
}

/** Enough to see what happens, on a machine without a GPU as well. */
const SHORT = 4;

export const TOUR: readonly TourStep[] = [
  {
    part: '1',
    title: 'A sentence transformer',
    about: 'Texts of any length become vectors of one length: the encoder gives every word piece a state, and their mean is the embedding.',
    action: 'Embed the sentences',
    tab: 'embed',
    setUp: { kind: 'embed' },
    todo: 'Select rows, and cells of the heat map.',
    look: [
      'The shape above the table: so many sentences, 384 values each, whatever their length.',
      'Two sentences about one thing (as 7 and 8, at first) are much more alike than two about different things.',
      'Every sentence has a similarity of 1 with itself: this model scales its embeddings to length 1.',
    ],
  },
  {
    part: '2',
    title: 'Two heads on one encoder',
    about:
      'One pass through the encoder answers two tasks: a class for the sentence from its embedding, a label for every word from its own state.',
    action: 'Use untrained heads',
    tab: 'predict',
    setUp: { kind: 'untrained' },
    todo: 'Look at the answers, then change the seed under “Heads”.',
    look: [
      'None of the four classes stands out, and entities are marked anywhere: these heads have random values.',
      'Another seed draws other values, so the answers change. The encoder, and with it the embeddings, stay the same.',
    ],
  },
  {
    part: '3a',
    title: 'Everything frozen',
    about: 'Encoder and heads keep their values, and are only evaluated. This is what the next steps are compared with.',
    action: 'Open the sample and freeze everything',
    tab: 'train',
    setUp: { kind: 'run', recipe: 'exercise3a', startFrom: 'new' },
    todo: 'Press Evaluate.',
    look: ['There are no curves, as nothing learns.', 'Accuracy is about that of guessing one of four classes, and entity F1 is near 0.'],
  },
  {
    part: '3b',
    title: 'The encoder frozen, the heads learn',
    about: 'Pretrained states are already good features. They are computed once per text and kept, so that epochs take next to no time.',
    action: 'Freeze the encoder',
    tab: 'train',
    setUp: { kind: 'run', recipe: 'exercise3b' },
    todo: 'Press Start.',
    look: [
      'Topic comes to about 90 % within a few epochs: classes are easy to tell apart in these embeddings.',
      'Entities take longer and stay lower: states of single words were not trained for names.',
      'The epoch that is kept is the best one on validation rows, not the last.',
      'The heat map of the Explore tab has not changed: the encoder is the same.',
    ],
  },
  {
    part: '3c',
    title: 'One head frozen',
    about:
      'The encoder and the entities head learn, while the topic head keeps what it learned in 3b. Does it still fit an encoder that moves under it?',
    action: 'Freeze the topic head',
    tab: 'train',
    setUp: { kind: 'run', recipe: 'exercise3c', options: { epochs: SHORT } },
    todo: 'Press Start. The encoder learns now, so that this takes longer: the expected time is shown beside the button.',
    look: [
      'Drift: the frozen task is scored after every epoch, and a warning says when it falls by more than the tolerance.',
      'The frozen head’s loss still counts and holds the encoder where that head understands it. Leave it out under Advanced, and compare.',
      'Entities should score higher than in 3b, as the encoder now learns for them.',
    ],
  },
  {
    part: '3d',
    title: 'Gradual unfreezing',
    about:
      'Heads learn alone in the first epoch; then one more block of the encoder is opened each epoch, from the top, so that early, wild gradients do not undo what is pretrained (Howard & Ruder, 2018).',
    action: 'Open one block per epoch',
    tab: 'train',
    setUp: {
      kind: 'run',
      recipe: 'fineTuneAll',
      options: { epochs: SHORT, unfreeze: { layers: 'all', gradual: { warmup: 1, every: 1 } } },
    },
    todo: 'Look at the plan under Advanced, then press Start.',
    look: ['The plan: what learns in which epoch.', 'Each epoch takes longer than the one before, as more layers are open.'],
  },
  {
    part: '3e',
    title: 'A rate for every layer',
    about:
      'Lower layers hold what is general and should change less (discriminative rates): each has a fixed share of the rate of the layer above.',
    action: 'Let rates fall by a fifth per layer',
    tab: 'train',
    setUp: { kind: 'run', recipe: 'fineTuneAll', options: { epochs: SHORT, layerDecay: 0.8 } },
    todo: 'Look at the layer-wise decay under Advanced, then press Start.',
    look: [
      'Six layers down, the rate is about a quarter of the top layer’s (0.8⁶).',
      'Compare with 3d among the runs: the same data, the same seed, other rates.',
    ],
  },
  {
    part: '4',
    title: 'One loss for two tasks: λ',
    about:
      'Each step computes both losses, adds them as Σ λ·loss, and goes backward once through everything that is open. λ decides whom the shared encoder serves.',
    action: 'Give topic a λ of 0.1',
    tab: 'train',
    setUp: { kind: 'run', recipe: 'fineTuneTop', options: { epochs: SHORT }, weights: { topic: 0.1 } },
    todo: 'Press Start. Then run it again with a λ of 1 for topic and 0.1 for entities.',
    look: [
      'The curve of the joint loss follows the task with the larger λ.',
      'With the encoder frozen λ would change next to nothing: the heads share no parameter, and AdamW divides each gradient by its own size.',
      'Compare both runs in the list: only the weights differ.',
    ],
  },
];
