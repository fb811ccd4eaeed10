import { useId, useMemo } from 'react';
import { suggestionScore } from '../../stores/label/suggestionScore';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { answeringTasks } from '../../stores/predictStore';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count, duration, percent, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import type { LearnedTask } from '../../workers/protocol';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useLabels, usePredict, useStores, useSuggested } from '../stores';

/** Fewer answers that change with so many labels are hardly worth more of them. */
const STEADY = 0.01;
/** Fewer suggestions say nothing of a share. */
const FEWEST = 10;

/** Who suggests labels, what they have learned from, and how often they were right. */
export function SuggestionPanel({ tasks }: { tasks: TaskToLabel[] }) {
  const learned = useSuggested((state) => state.learned);
  const source = useSuggested((state) => state.source);
  const error = useSuggested((state) => state.error);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const { suggestions } = useStores();
  const { setSource, dismiss } = suggestions.getState();
  const id = useId();
  const answering = run || own ? Object.keys(answeringTasks({ run, own })) : [];
  const heads = tasks.filter(({ task }) => answering.includes(task)).map(({ task }) => task);
  return (
    <Panel title="Suggestions">
      <div className="flex flex-col divide-y divide-line">
        {heads.length > 0 && (
          <div className="flex flex-wrap items-center gap-2 p-3">
            <label htmlFor={id}>come from</label>
            <select
              id={id}
              className={`${controlLook} min-w-0 flex-1`}
              value={source}
              onChange={({ target }) => setSource(target.value as typeof source)}
            >
              <option value="labels">your labels so far</option>
              <option value="heads">the heads in use</option>
            </select>
          </div>
        )}
        {error && (
          <div className="p-3">
            <ErrorAlert error={error} onDismiss={dismiss} />
          </div>
        )}
        {source === 'labels' && <Reading />}
        {tasks.map((task) => (
          <TaskSuggestions
            key={task.column}
            task={task}
            learned={source === 'labels' ? learned[task.task] : undefined}
            byHeads={heads.includes(task.task)}
          />
        ))}
      </div>
    </Panel>
  );
}

function Reading() {
  const reading = useSuggested((state) => state.reading);
  const texts = useSuggested((state) => state.texts);
  const { suggestions } = useStores();
  const open = useSuggested((state) => state.open);
  if (texts.read >= texts.all || open === 0) return null;
  const left = reading?.secondsLeft;
  return (
    <div className="flex items-center gap-2 p-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="tabular-nums">
          {count(texts.read)} of {plural(texts.all, 'text')} read{left !== undefined && left > 1 && ` · ${duration(left)} left`}
        </p>
        <ProgressBar label="Texts read for suggestions" value={texts.read} max={texts.all} />
      </div>
      <Button className="h-7 px-2" onClick={() => (reading ? reading.stop() : void suggestions.getState().read())}>
        {reading ? 'Stop' : 'Go on'}
      </Button>
    </div>
  );
}

interface TaskSuggestionsProps {
  task: TaskToLabel;
  learned: LearnedTask | undefined;
  /** Whether a head in use answers for the task. */
  byHeads: boolean;
}

function TaskSuggestions({ task, learned, byHeads }: TaskSuggestionsProps) {
  const compared = useLabels((state) => state.tally.compared.get(task.column));
  const { latest, drawn } = useMemo(() => suggestionScore(compared), [compared]);
  const [low, high] = drawn.interval;
  const { changed } = learned ?? {};
  return (
    <section aria-label={`Suggestions for ${task.task}`} className="flex flex-col gap-1 p-3">
      <p>
        <strong dir="auto">{task.task}</strong> <span className="text-muted">· {originOf(task, learned, byHeads)}</span>
      </p>
      {latest.of >= FEWEST && (
        <p className="tabular-nums">
          {count(latest.right)} of the last {count(latest.of)} suggestions were right.
        </p>
      )}
      {drawn.of >= FEWEST && (
        <p className="text-muted tabular-nums">
          For texts drawn at random: {percent(drawn.right / drawn.of)}, with 95 % confidence between {percent(low)} and {percent(high)} (
          {count(drawn.of)} texts, answered before they were labelled).
        </p>
      )}
      {changed && (
        <p className="text-muted tabular-nums">
          The last {count(changed.labels)} labels changed {percent(changed.share)} of the answers.
          {changed.share < STEADY && ' More labels of this kind would change little: a good time to train, and to look for mistakes.'}
        </p>
      )}
    </section>
  );
}

function originOf({ values }: TaskToLabel, learned: LearnedTask | undefined, byHeads: boolean): string {
  if (byHeads && (!learned || learned.rows === 0)) return 'by the heads in use';
  if (!learned) {
    if (values === 'spans') return 'as soon as an entity is marked';
    return values === 'lists' ? 'as soon as a text is labelled' : 'as soon as a text is labelled, or its classes have telling names';
  }
  const { neighbours, among } = learned;
  const around =
    neighbours > 0 ? `, each text averaged with the ${neighbours} most like it${among === undefined ? '' : ` of ${count(among)}`}` : '';
  if (learned.rows === 0) return `by the names of its classes alone${around}${leftOut(learned) || ': no text has a label yet'}`;
  return `learned from ${learnedFrom(learned)}${learned.names ? ' and the names of its classes' : ''}${around}${leftOut(learned)}`;
}

const learnedFrom = ({ rows, labelled }: LearnedTask) =>
  rows === labelled ? plural(rows, 'labelled text') : `${count(rows)} of ${plural(labelled, 'labelled text')}`;

/** Why not from all of them. */
function leftOut({ rows, labelled, unread, test }: LearnedTask): string {
  const others = labelled - rows - unread - test;
  const parts = [
    unread > 0 && `${count(unread)} have not been read yet`,
    test > 0 && `${count(test)} are for testing`,
    others > 0 && `${count(others)} are more than it learns from while you label`,
  ].filter(Boolean);
  return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}
