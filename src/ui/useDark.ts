import { useSyncExternalStore } from 'react';

/** Whether the page is dark now; follows the switch and the system. */
export function useDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme === 'dark',
  );
}
