import { useEffect } from 'react';
import { useEmbed, useModel, usePredict } from '../features/stores';
import { toLines } from '../stores/embedStore';
import { DEFAULT_SEED } from '../stores/heads';

/** A newly loaded model answers at once for the sentences that are there, in the panel that is open. */
export function useRefresh(tab: string): void {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const embed = useEmbed((state) => state.embed);
  const text = useEmbed((state) => state.text);
  const { predict, adopt, seed } = usePredict((state) => state);

  // The sentences as they are when the model arrives; typing does not embed.
  useEffect(() => {
    if (handle === undefined) return;
    void embed(handle);
    if (seed !== DEFAULT_SEED) void adopt(handle);
  }, [handle]);

  // As above, and when the panel is opened.
  useEffect(() => {
    if (handle !== undefined && tab === 'predict') void predict(handle, toLines(text));
  }, [handle, tab]);
}
