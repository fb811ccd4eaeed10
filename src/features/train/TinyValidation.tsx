import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { useData, useTrain } from '../stores';

/** Rows below which a validation split says too little. */
const FEWEST = 30;
const FOLDS = 5;

/** Before Start: too few rows validate for scores to mean much, and what would be better. */
export function TinyValidation() {
  const rows = useData(({ info }) => info?.summary.rows);
  const options = useTrain((state) => state.options);
  const setOptions = useTrain((state) => state.setOptions);
  const { validation, folds, contrastive } = options;
  if (!rows || validation === 'none' || folds > 0 || contrastive || rows.validation === 0 || rows.validation >= FEWEST) return null;
  const all = rows.train + rows.validation;
  if (all < 2 * FOLDS) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warn-soft px-3 py-2" role="status">
      <p className="min-w-0 flex-1 basis-72">
        {plural(rows.validation, 'row')} {rows.validation === 1 ? 'validates' : 'validate'}: too few for scores that mean much. In {FOLDS}
        -fold cross-validation each of the {plural(all, 'row')} is scored by heads that have not seen it; the heads that are kept then train
        on all of them.
      </p>
      <Button className="h-7" onClick={() => setOptions({ folds: FOLDS, validation: 'none' })}>
        Cross-validate instead
      </Button>
    </div>
  );
}
