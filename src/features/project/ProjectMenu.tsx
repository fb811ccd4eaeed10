import { Popover } from 'radix-ui';
import { Icon } from '../../ui/Icon';
import { PopoverPanel } from '../../ui/PopoverPanel';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useProject } from '../stores';
import { OtherProjects } from './OtherProjects';
import { ProjectActions } from './ProjectActions';
import { ProjectName } from './ProjectName';

const STATES = {
  never: 'Nothing to keep yet. Texts, files and settings are kept in this browser as you work.',
  saved: 'Kept in this browser as you work.',
  failed: 'The latest changes are not kept.',
};

/** The project that is open: its name, what can be done with it, and the others. */
export function ProjectMenu() {
  const name = useProject(({ current }) => current.name);
  const saved = useProject((state) => state.saved);
  const error = useProject((state) => state.error);
  const refresh = useProject((state) => state.refresh);
  return (
    <Popover.Root onOpenChange={(open) => void (open && refresh())}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`Project: ${name}${saved === 'failed' ? ', not kept' : ''}. Rename, save, open another`}
          className="inline-flex h-8 min-w-0 max-w-56 items-center gap-1.5 rounded-md border border-transparent px-2 text-muted hover:border-line-strong hover:text-text"
        >
          {saved === 'failed' && <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-bad" />}
          <span className="truncate" dir="auto">
            {name}
          </span>
          <Icon name="more" />
        </button>
      </Popover.Trigger>
      <PopoverPanel
        align="start"
        label="Project"
        className="flex max-h-(--radix-popover-content-available-height) w-[min(26rem,calc(100vw-1rem))] flex-col gap-3 overflow-auto p-3"
      >
        <ProjectName />
        {error ? <ErrorAlert error={error} /> : <p className="text-muted">{STATES[saved]}</p>}
        <ProjectActions />
        <OtherProjects />
      </PopoverPanel>
    </Popover.Root>
  );
}
