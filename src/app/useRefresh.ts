import { useEffect } from 'react';
import { useEmbed, useModel, usePredict } from '../features/stores';
import { toLines } from '../stores/embedStore';

/** A newly loaded model answers at once for the sentences that are there, in the panel that is open. */
export function useRefresh(tab: string): void {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const embed = useEmbed((state) => state.embed);
  const text = useEmbed((state) => state.text);
  const predict = usePredict((state) => state.predict);
  const run = usePredict((state) => state.run);
  const sample = usePredict((state) => state.sample);

  // The sentences as they are when the model arrives; typing does not embed.
  // A model whose encoder was trained keeps its handle and embeds anew.
  useEffect(() => {
    if (handle !== undefined && model !== undefined) void embed(handle);
  }, [handle, model]);

  // As above, when the panel is opened, and when other heads answer.
  useEffect(() => {
    if (handle !== undefined && tab === 'predict') void predict(handle, toLines(text));
  }, [handle, tab, run, sample]);
}
