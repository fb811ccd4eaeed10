/** What classes are called stands for the texts that nobody has labelled yet. */
import type { Recipe } from './recipe';
import { ENOUGH_TO_COMPARE, labelsOf, namesAreEnough, type Situation } from './situation';

const named = ({ tasks }: Situation) => Object.entries(tasks).filter(([, { namedHead }]) => namedHead !== undefined);

export const namesOnly: Recipe<'namesOnly'> = {
  name: 'namesOnly',
  title: 'Names only',
  help: 'A text belongs to the class whose name is nearest in meaning; labels count as they come. Works before the first label.',
  refuse: (situation) =>
    named(situation).length === 0 ? 'It uses the names of classes, and this data set has no classification.' : undefined,
  fit(situation) {
    const many = named(situation).find(([, task]) => namesAreEnough(task));
    if (many) {
      const why = `With ${many[1].classes?.count} classes, comparing texts teaches the encoder no more than the names of the classes say, and takes much longer.`;
      return { score: 3, why };
    }
    const few = named(situation).find(([, { classes }]) => classes !== undefined && classes.mean < ENOUGH_TO_COMPARE);
    if (!few) return undefined;
    const [name, task] = few;
    const { count = 0, silent = [] } = task.classes ?? {};
    if (labelsOf(task, situation) > 0) {
      if (silent.length === count) return undefined;
      return { score: 3, why: 'With fewer than two labels per class, the names of the classes say as much as the labels.' };
    }
    const why =
      silent.length === 0
        ? `No row has a label for ${name} yet: the names of its classes are all there is to go by.`
        : `No row has a label for ${name} yet, and a name such as "${silent[0]}" says nothing: describe the classes, or label some texts.`;
    return { score: 3, why };
  },
  options(situation) {
    return {
      validation: situation.validationIsDrawn || situation.rows.validation === 0 ? 'none' : 'split',
      tasks: Object.fromEntries(named(situation).map(([name, { namedHead }]) => [name, { head: namedHead }])),
    };
  },
  startFrom: () => 'new',
};
