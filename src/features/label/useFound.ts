import { useEffect, useState } from 'react';
import type { FoundRow, RowSearch } from '../../workers/protocol';
import { useLabels } from '../stores';

/** Typing is waited for. */
const WAIT_MS = 150;

/** Rows of the data set. @returns undefined until they are found */
export function useFound(search: RowSearch | undefined): FoundRow[] | undefined {
  const find = useLabels((state) => state.find);
  const asked = search && JSON.stringify(search);
  const [found, setFound] = useState<{ asked: string; rows: FoundRow[] }>();
  useEffect(() => {
    if (asked === undefined) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      const rows = await find(JSON.parse(asked) as RowSearch);
      if (!isOver && rows) setFound({ asked, rows });
    }, WAIT_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asked, find]);
  return found && found.asked === asked ? found.rows : undefined;
}
