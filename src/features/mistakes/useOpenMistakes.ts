import { firstView } from '../../stores/mistakes/mistakesStore';
import type { RunRecord } from '../../train/runs/runs';
import { useData, usePredict, useStores } from '../stores';
import type { FigureRows } from '../tasks/figureRows';
import { useEvaluating } from './useEvaluating';

type OpenRows = (rows: FigureRows & { task: string }) => void;

/**
 * Opens validation rows of a run in the Label tab, beside what was answered.
 *
 * @returns undefined where another run's heads answer, or the data set that is loaded is not the run's
 */
export function useOpenMistakes(run: RunRecord | undefined): OpenRows | undefined {
  const { checks, mistakes } = useStores();
  const evaluating = useEvaluating();
  const inUse = usePredict((state) => state.run?.id);
  const info = useData((state) => state.info);
  if (!run || !evaluating || !info || run.id !== inUse || info.name !== run.dataset.name) return undefined;
  const { rows } = info.summary;
  if (rows.train + rows.validation !== run.dataset.train + run.dataset.validation || rows.validation === 0) return undefined;
  return ({ task, actual, predicted, wrong = false }) => {
    const { look, evaluate, of } = mistakes.getState();
    checks.getState().show('mistakes');
    look({ ...firstView(task), wrong, actual, predicted, split: 'validation' });
    location.hash = 'label';
    if (JSON.stringify(of) !== JSON.stringify(evaluating)) void evaluate(evaluating);
  };
}
