import { useEmbed, useExplore, usePredictionFile, useStores, useTrain } from '../features/stores';
import { jobUnderWay } from '../stores/underWay';

/** The job under way, seen from every panel but its own, with a link there. */
export function WorkUnderWay({ tab }: { tab: string }) {
  const stores = useStores();
  useTrain(({ running }) => running);
  useTrain(({ history }) => history);
  useEmbed(({ running }) => running);
  useExplore(({ step }) => step);
  usePredictionFile(({ running }) => running);
  const job = jobUnderWay(stores);
  if (!job || job.tab === tab) return null;
  return (
    <a href={`#${job.tab}`} className="rounded-md bg-accent-soft px-2 py-1 whitespace-nowrap tabular-nums hover:underline">
      {job.words}
    </a>
  );
}
