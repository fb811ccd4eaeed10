import type { ProjectListing } from '../../stores/project/projectStore';
import { Button } from '../../ui/Button';
import { useProject } from '../stores';

/** Those of this browser that are not open here; deleted ones until they are gone for good. */
export function OtherProjects() {
  const list = useProject((state) => state.list);
  const current = useProject((state) => state.current.id);
  const others = list.filter(({ id }) => id !== current);
  if (others.length === 0) return null;
  return (
    <section aria-label="Other projects" className="flex flex-col gap-1">
      <h3 className="font-semibold">Other projects</h3>
      <ul className="divide-y divide-line">
        {others.map((project) => (
          <Other key={project.id} project={project} />
        ))}
      </ul>
    </section>
  );
}

const dateOf = (time: number) => new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function Other({ project: { id, name, changed, removed, elsewhere } }: { project: ProjectListing }) {
  const open = useProject((state) => state.open);
  const remove = useProject((state) => state.remove);
  const restore = useProject((state) => state.restore);
  return (
    <li className="flex items-center gap-2 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate" dir="auto">
          {name}
        </p>
        <p className="text-xs text-muted">
          {removed !== undefined
            ? 'Deleted. It can be restored for a day.'
            : elsewhere
              ? 'Open in another tab.'
              : `Changed ${dateOf(changed)}`}
        </p>
      </div>
      {removed !== undefined ? (
        <Button className="h-7 px-2" aria-label={`Restore ${name}`} onClick={() => void restore(id)}>
          Restore
        </Button>
      ) : (
        <>
          <Button className="h-7 px-2" disabled={elsewhere} aria-label={`Open ${name}`} onClick={() => void open(id)}>
            Open
          </Button>
          <Button kind="quiet" className="h-7 px-2" disabled={elsewhere} aria-label={`Delete ${name}`} onClick={() => void remove(id)}>
            Delete
          </Button>
        </>
      )}
    </li>
  );
}
