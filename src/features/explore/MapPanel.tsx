import { useCallback, useId, useMemo } from 'react';
import { FEWEST_POINTS, MOST_POINTS } from '../../stores/explore/exploreStore';
import { answeringTasks } from '../../stores/predictStore';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count, plural } from '../../ui/format';
import { PointMap } from '../../ui/map/PointMap';
import { Panel } from '../../ui/Panel';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useEmbed, useExplore, useModel, usePredict } from '../stores';
import { captionsOf } from './captions';
import { Legend } from './Legend';
import { MapProgress } from './MapProgress';
import { useColouring } from './useColouring';

/** Sentences as points: those that are alike lie together. */
export function MapPanel() {
  const total = useExplore((state) => state.set?.count ?? 0);
  const points = useExplore((state) => state.points);
  const shown = useExplore((state) => state.count);
  const error = useExplore((state) => state.error);
  const dismiss = useExplore((state) => state.dismiss);
  return (
    <Panel title="Map" aside={points && <ColourBy />}>
      {error && (
        <div className="p-3">
          <ErrorAlert error={error} onDismiss={dismiss} />
        </div>
      )}
      {total < FEWEST_POINTS ? (
        <p className="p-3 text-muted">
          A map needs at least {FEWEST_POINTS} sentences; there {total === 1 ? 'is' : 'are'} {total}.
        </p>
      ) : (
        <>
          {total > MOST_POINTS && (
            <p className="px-3 pt-2 text-muted">
              The first {count(shown)} of {count(total)} sentences are on the map. Search looks at all of them.
            </p>
          )}
          <MapProgress />
          {points && <Points points={points} />}
          {points && <Legend />}
        </>
      )}
    </Panel>
  );
}

function Points({ points }: { points: Float32Array }) {
  const settled = useExplore((state) => state.settled);
  const hidden = useExplore((state) => state.hidden);
  const chosen = useExplore((state) => state.chosen);
  const found = useExplore((state) => state.found);
  const texts = useExplore((state) => state.texts);
  const need = useExplore((state) => state.need);
  const choose = useExplore((state) => state.choose);
  const chooseNone = useExplore((state) => state.chooseNone);
  const selected = useEmbed((state) => state.selected);
  const select = useEmbed((state) => state.select);
  const { colouring } = useColouring();
  const rows = points.length / 2;

  const markOfPoint = useCallback(
    (row: number) => {
      const place = colouring?.of[row] ?? -1;
      return hidden.has(place) ? undefined : place;
    },
    [colouring, hidden],
  );
  const ringed = useMemo(() => {
    const all = [...(selected === undefined ? [] : [selected]), ...(found?.hits.map(({ index }) => index) ?? [])];
    return [...new Set(all)].filter((row) => row < rows);
  }, [selected, found, rows]);
  const captions = useMemo(() => (settled && colouring ? captionsOf(colouring, points, hidden) : []), [settled, colouring, points, hidden]);

  return (
    <PointMap
      label={`Map of ${plural(rows, 'sentence')}`}
      points={points}
      settled={settled}
      markOfPoint={markOfPoint}
      chosen={chosen?.rows}
      ringed={ringed}
      captions={captions}
      tip={(row) => (
        <>
          <span dir="auto" className="line-clamp-4">
            {texts.get(row) ?? '…'}
          </span>
          {colouring && <span className="text-xs text-muted">{colouring.names[colouring.of[row]] ?? 'no name'}</span>}
        </>
      )}
      onHover={(row) => row !== undefined && void need([row])}
      onSelect={(row) => void select(row)}
      onLasso={(lassoed) => (lassoed.length > 0 ? choose('Lasso', lassoed) : chooseNone())}
    />
  );
}

function ColourBy() {
  const { colourings, colouring } = useColouring();
  const colour = useExplore((state) => state.colour);
  const predicting = useExplore((state) => state.predicting);
  const predict = useExplore((state) => state.predict);
  const isPredicted = useExplore((state) => state.columns.some(({ role }) => role === 'prediction'));
  const handle = useModel(({ loaded }) => loaded?.handle);
  const isTrained = usePredict((state) => (state.run ?? state.own) !== undefined && Object.keys(answeringTasks(state)).length > 0);
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-muted">
        Colour by
      </label>
      <select
        id={id}
        className={`${controlLook} h-7 max-w-52`}
        value={colouring?.id ?? ''}
        onChange={({ target }) => colour(target.value)}
        disabled={colourings.length === 0}
      >
        {colourings.map(({ id: one, title }) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
      {predicting ? (
        <Button className="h-7 px-2 tabular-nums" onClick={predicting.stop}>
          Stop predicting ({count(predicting.done)} of {count(predicting.total)})
        </Button>
      ) : (
        isTrained &&
        handle !== undefined && (
          <Button
            className="h-7 px-2"
            title="Answers every sentence by the heads in use, to colour the points by predictions, and by mistakes where there are labels"
            onClick={() => void predict(handle)}
          >
            {isPredicted ? 'Predict again' : 'Predict all'}
          </Button>
        )
      )}
    </div>
  );
}
