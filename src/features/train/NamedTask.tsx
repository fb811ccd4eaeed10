import { Button } from '../../ui/Button';
import { controlLook, Field } from '../../ui/Field';
import { useStores, useTrain } from '../stores';
import { ClassNames } from './ClassNames';

const FIRST_NAME = 'topic';

/** For texts without labels: a task made of classes that a person names. */
export function NamedTask() {
  const { train } = useStores();
  const names = useTrain(({ options }) => options.names);
  const [task] = Object.keys(names ?? {});
  const { setClassTexts } = train.getState();
  if (names === undefined || task === undefined) {
    return (
      <div className="flex flex-col items-start gap-2 text-muted">
        <p>
          These texts have no labels yet. Name classes, and texts are sorted into them by meaning, without any label. Or say in the Data tab
          which column holds labels.
        </p>
        <Button onClick={() => setClassTexts(FIRST_NAME, {})}>Name classes</Button>
      </div>
    );
  }
  const rename = (name: string) => {
    setClassTexts(task, undefined);
    setClassTexts(name, names[task]);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <Field name="Task" isDefault help="What the classes describe, in one word: topic, intent, mood.">
        {(id, helpId) => (
          <input
            id={id}
            type="text"
            dir="auto"
            className={`${controlLook} w-44`}
            aria-describedby={helpId}
            value={task}
            onChange={({ target }) => rename(target.value)}
          />
        )}
      </Field>
      <ClassNames task={task} labels={[]} />
      <div>
        <Button onClick={() => setClassTexts(task, undefined)}>Remove this task</Button>
      </div>
    </div>
  );
}
