import type { Prediction } from '../../inference/predict';
import { firstPart, secondOf } from '../../stores/pairs';
import type { TaskConfig } from '../../tasks/kind';
import { plural } from '../../ui/format';
import { useKinds } from '../stores';
import { ANSWERS, type TokenView } from '../tasks/answers';
import { TaskAnswer } from './TaskAnswer';

/** Tasks whose answers are drawn. */
const MOST_TASKS = 30;

interface PredictionCardProps {
  prediction: Prediction;
  tasks: Record<string, TaskConfig>;
  view: TokenView;
  /** Whether the text has been changed since. */
  earlier?: boolean;
}

/** A text and what each task answers for it: what is in the text is marked there, the rest stands beside it. */
export function PredictionCard({ prediction, tasks, view, earlier = false }: PredictionCardProps) {
  const { text, other, truncated } = prediction;
  const kinds = useKinds((state) => state.kinds);
  const entries = Object.entries(tasks);
  const left = entries.length - MOST_TASKS;
  const blocks = entries.slice(0, MOST_TASKS).map(([task, config]) => {
    const missing = other === undefined ? secondOf(config, kinds) : undefined;
    return { task, config, missing, inText: !missing && ANSWERS.get(config.kind)?.place === 'text' };
  });
  const inText = blocks.filter((block) => block.inText);
  const beside = blocks.filter((block) => !block.inText);
  const question = firstPart(tasks, kinds) === 'question';
  const second = other !== undefined && (
    <p dir="auto" className={`break-words ${question ? 'font-medium' : 'text-muted'}`}>
      {other}
    </p>
  );
  const answerOf = ({ task, config, missing }: (typeof blocks)[number], named: boolean) => (
    <TaskAnswer
      key={task}
      name={named ? task : undefined}
      config={config}
      text={text}
      answer={prediction.tasks[task]}
      view={view}
      missing={missing}
    />
  );
  return (
    <li
      className={`grid gap-x-6 gap-y-2 p-3 transition-opacity duration-200 ${earlier ? 'opacity-40' : ''} ${beside.length === 1 ? 'md:grid-cols-[minmax(0,1fr)_16rem]' : ''}`}
    >
      <div className="flex min-w-0 flex-col gap-1">
        {earlier && <p className="sr-only">For an earlier text</p>}
        {question && second}
        {inText.map((block) => answerOf(block, inText.length > 1))}
        {inText.length === 0 && (
          <p dir="auto" className="leading-loose break-words whitespace-pre-wrap">
            {text}
          </p>
        )}
        {!question && second}
        {truncated && <p className="text-xs text-warn">Longer than this model reads: only its beginning was read.</p>}
      </div>
      {beside.length > 0 && (
        // One stands beside the text, several under it, beside each other.
        <div className="grid min-w-0 grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] items-start gap-x-6 gap-y-3">
          {beside.map((block) => answerOf(block, blocks.length > 1))}
        </div>
      )}
      {left > 0 && (
        <p className="text-xs text-muted">and {plural(left, 'more task')}: the saved predictions of a file have their answers</p>
      )}
    </li>
  );
}
