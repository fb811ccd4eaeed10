import { Panel } from '../../ui/Panel';
import { useOpenMistakes } from '../mistakes/useOpenMistakes';
import { useKinds, useTrain } from '../stores';
import { DETAILS } from '../tasks/details';

/** More than numbers, for each task of the run that is shown. */
export function TaskDetails() {
  const shown = useTrain((state) => state.shown);
  const kinds = useKinds((state) => state.kinds);
  const openRows = useOpenMistakes(shown);
  if (!shown) return null;
  const views = Object.entries(shown.tasks).flatMap(([task, { kind }]) => {
    const View = DETAILS.get(kind);
    const details = shown.details[task];
    return View && details !== undefined ? [{ task, kind, View, details }] : [];
  });
  if (views.length === 0) return null;
  return (
    <div className="grid gap-3 xl:grid-cols-2">
      {views.map(({ task, kind, View, details }) => (
        // A cell that was selected in one run means nothing in another.
        <Panel
          key={`${shown.id} ${task}`}
          title={task}
          className="self-start"
          aside={<span className="text-xs text-muted">{kinds.get(kind)?.title}, on validation rows</span>}
        >
          <View
            task={task}
            details={details}
            answers={shown.answers[task] ?? []}
            onRows={openRows && ((rows) => openRows({ task, ...rows }))}
          />
        </Panel>
      ))}
    </div>
  );
}
