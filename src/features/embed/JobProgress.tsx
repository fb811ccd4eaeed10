import { RunningJob } from '../../ui/RunningJob';
import { useEmbed } from '../stores';

export function JobProgress() {
  const running = useEmbed((state) => state.running);
  return running && <RunningJob label="Embedding" waiting="Reading the sentences…" progress={running.progress} onStop={running.stop} />;
}
