import { useShallow } from 'zustand/react/shallow';
import { startOf } from '../../stores/recipes';
import { LongList } from '../../ui/LongList';
import { useData, useTrain } from '../stores';
import { ClassNames } from './ClassNames';
import { NamedTask } from './NamedTask';

/** A field for each of their classes. */
const MOST_TASKS = 10;

/** Where classes are named or described: of heads that begin with that, and for texts without labels. */
export function NamedClasses() {
  const tasks = useData(({ info }) => info?.tasks);
  const named = useTrain(
    useShallow((state) => {
      const { tasks: options } = state.options;
      return startOf(state) === 'new' ? Object.keys(options).filter((name) => options[name].head === 'names') : [];
    }),
  );
  if (!tasks) return null;
  if (Object.keys(tasks).length === 0) {
    return (
      <div className="p-3">
        <NamedTask />
      </div>
    );
  }
  return (
    <div className="[&>.flex]:px-3">
      <LongList items={named.filter((name) => Object.hasOwn(tasks, name))} nameOf={(name) => name} thing="named task" most={MOST_TASKS}>
        {(shown) =>
          shown.map((name) => {
            const { labels } = tasks[name];
            return (
              <details key={name} className="border-t border-line">
                <summary className="cursor-pointer px-3 py-2 font-medium">Classes of {name}</summary>
                <div className="px-3 pb-3">
                  <ClassNames task={name} labels={Array.isArray(labels) ? labels : []} />
                </div>
              </details>
            );
          })
        }
      </LongList>
    </div>
  );
}
